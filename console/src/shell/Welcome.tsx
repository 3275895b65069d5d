import { t } from '../texts';
import { Page } from '../ui/Page';
import { EmptyState } from '../ui/States';

/** The start of who is a member of no tenant. */
export function Welcome() {
  return (
    <Page title={t.shell.welcome}>
      <EmptyState title={t.shell.noTenants} hint={t.shell.noTenantsHint} />
    </Page>
  );
}
