import { Loader, Paper, Stack, Text } from '@mantine/core';
import { Problem } from '../../api/problem';
import { t } from '../../texts';
import { ProblemAlert } from '../../ui/States';
import { Facts } from './Facts';
import type { Turn } from './useChat';

interface ConversationProps {
  readonly tenant: string;
  readonly turns: readonly Turn[];
  readonly mayReadUsage: boolean;
}

/** What was asked and answered; an answer grows as it arrives. */
export function Conversation({ tenant, turns, mayReadUsage }: ConversationProps) {
  return (
    <Stack gap="md" role="log" aria-label={t.playground.title}>
      {turns.map((turn) => (
        <Stack key={turn.id} gap="xs">
          <Paper p="sm" radius="md" bg="var(--mantine-color-default-hover)">
            <Text size="xs" c="dimmed" fw={600}>
              {t.playground.you}
            </Text>
            <Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{turn.question}</Text>
          </Paper>
          <Paper p="sm" radius="md" withBorder aria-busy={turn.state === 'waiting' || turn.state === 'streaming'}>
            <Stack gap="sm">
              <div>
                <Text size="xs" c="dimmed" fw={600}>
                  {t.playground.answer}
                </Text>
                {turn.state === 'waiting' ? (
                  <Loader type="dots" size="sm" aria-label={t.playground.thinking} role="status" />
                ) : null}
                <Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{turn.answer}</Text>
              </div>
              {turn.state === 'stopped' ? (
                <Text size="sm" c="dimmed" role="status">
                  {t.playground.stopped}
                </Text>
              ) : null}
              {turn.error ? <ProblemAlert error={explained(turn.error)} title={t.playground.callFailed} /> : null}
              {turn.facts ? (
                <Facts
                  tenant={tenant}
                  facts={turn.facts}
                  keyId={turn.keyId}
                  ended={turn.state !== 'waiting' && turn.state !== 'streaming'}
                  mayReadUsage={mayReadUsage}
                />
              ) : null}
            </Stack>
          </Paper>
        </Stack>
      ))}
    </Stack>
  );
}

function explained(error: unknown): unknown {
  return error instanceof Problem && error.code === 'broken_off'
    ? new Problem(0, error.code, '', t.playground.broken, { requestId: error.requestId })
    : error;
}
