import { Button, Container } from '@mantine/core';
import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import { t } from '../texts';
import { EmptyState, LoadError, Loading } from '../ui/States';
import { isMissingPart } from './staleBuild';

/** What a page's route says is not found because the caller's role does not show it. */
export const NOT_ALLOWED = 'not-allowed';

export function PageError({ error, reset }: ErrorComponentProps) {
  return (
    <Container size="sm" py="xl">
      <LoadError error={error} retry={isMissingPart(error) ? () => window.location.reload() : reset} />
    </Container>
  );
}

/** There is no such page, or not for this caller. */
export function Missing({ data }: { data?: unknown }) {
  const [title, hint] =
    data === NOT_ALLOWED ? [t.common.notAllowed, t.common.notAllowedHint] : [t.common.notFound, t.common.notFoundHint];
  return (
    <Container size="sm" py="xl">
      <EmptyState title={title} hint={hint} action={<HomeButton />} />
    </Container>
  );
}

export function PagePending() {
  return <Loading />;
}

function HomeButton() {
  return (
    <Button component={Link} to="/" variant="default">
      {t.common.home}
    </Button>
  );
}
