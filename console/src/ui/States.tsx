import { Alert, Button, Code, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Problem } from '../api/problem';
import { t } from '../texts';

/** What to show where a list or page has nothing yet, with what to do next. */
export function EmptyState({ title, hint, action }: { title: string; hint: ReactNode; action?: ReactNode }) {
  return (
    <Paper withBorder p="xl" radius="md">
      <Stack align="center" gap="xs" ta="center">
        <Title order={2} size="h4">
          {title}
        </Title>
        <Text c="dimmed" maw={480}>
          {hint}
        </Text>
        {action}
      </Stack>
    </Paper>
  );
}

/** Why something could not be loaded, with a way to try again. */
export function LoadError({ error, retry }: { error: unknown; retry?: () => void }) {
  return (
    <ProblemAlert
      error={error}
      title={t.common.cannotLoad}
      action={
        retry ? (
          <Button variant="default" size="xs" onClick={retry}>
            {t.common.retry}
          </Button>
        ) : undefined
      }
    />
  );
}

/** A problem in words: what the server said, which fields, and the request's id for whoever reads the log. */
export function ProblemAlert({ error, title, action }: { error: unknown; title?: string; action?: ReactNode }) {
  const problem = error instanceof Problem ? error : undefined;
  const mistakes = problem?.errors.filter(({ message }) => message !== problem.message) ?? []; // none is said twice
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={title ?? problem?.title ?? t.common.failed}
      role="alert"
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{error instanceof Error ? error.message : String(error)}</Text>
        {mistakes.length > 0 ? (
          <ul style={{ margin: 0, paddingInlineStart: '1.2em' }}>
            {mistakes.map(({ field, message }) => (
              <li key={`${field} ${message}`}>
                <Text size="sm">
                  <Code>{field.replace(/^body\.?/, '')}</Code> {message}
                </Text>
              </li>
            ))}
          </ul>
        ) : null}
        <Group gap="xs">
          {action}
          {problem?.requestId ? (
            <Text size="xs" c="dimmed">
              {t.common.requestId(problem.requestId)}
            </Text>
          ) : null}
        </Group>
      </Stack>
    </Alert>
  );
}

/** Stands where rows will be. */
export function Loading({ rows = 4 }: { rows?: number }) {
  return (
    <Stack gap="xs" role="status" aria-label={t.common.loading}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all alike
        <Skeleton key={row} height={36} radius="sm" />
      ))}
    </Stack>
  );
}
