import { Alert, Button, Group, List, Loader, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../../api/client';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { failureText } from '../../ui/failure';
import { formatTime } from '../../ui/format';
import { ProblemAlert } from '../../ui/States';
import type { Provider } from './api';

/** How far a call to the provider gets, stage by stage. */
export function TestDialog({ tenant, provider, close }: { tenant: string; provider: Provider; close: () => void }) {
  const test = useQuery({
    queryKey: ['provider-test', tenant, provider.id],
    queryFn: () =>
      dataOf(
        api.POST('/tenants/{tenant}/providers/{provider}/test', {
          params: { path: { tenant, provider: provider.id } },
        }),
      ),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
  });
  return (
    <Dialog close={close} title={t.providers.testOf(provider.name)}>
      <Stack gap="md">
        {test.isFetching ? (
          <Group gap="xs" role="status">
            <Loader size="sm" />
            <Text size="sm">{t.providers.testing}</Text>
          </Group>
        ) : test.error ? (
          <ProblemAlert error={test.error} />
        ) : test.data ? (
          <TestOutcome test={test.data} />
        ) : null}
        <CircuitNote tenant={tenant} provider={provider} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" loading={test.isFetching} onClick={() => void test.refetch()}>
            {t.common.retry}
          </Button>
          <Button onClick={close}>{t.common.close}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

/** Says that calls avoid the provider for a while, after failures. */
function CircuitNote({ tenant, provider }: { tenant: string; provider: Provider }) {
  const { data } = useQuery({
    queryKey: ['providers', tenant, 'health', provider.id],
    queryFn: () =>
      dataOf(
        api.GET('/tenants/{tenant}/providers/{provider}/health', {
          params: { path: { tenant, provider: provider.id } },
        }),
      ),
    gcTime: 0,
    refetchInterval: 10_000,
  });
  if (data === undefined || data.circuit === 'closed') {
    return null;
  }
  const { circuit, open_until, consecutive_failures, last_failure } = data;
  return (
    <Alert color="orange" variant="light" role="status">
      <Text size="sm">
        {circuit === 'open' && open_until ? t.providers.avoided(formatTime(open_until)) : t.providers.probing}
      </Text>
      <Text size="sm">
        {t.providers.failedCalls(consecutive_failures, last_failure ? failureText(last_failure) : null)}
      </Text>
    </Alert>
  );
}

const STAGES = ['credential', 'resolve', 'connect', 'tls', 'answer', 'authenticate', 'list'] as const;

/** The stages in their order: passed, the one that failed, and those that were not reached. */
export function TestOutcome({ test }: { test: Schemas['ProviderTest'] }) {
  const passed = test.failed_stage === null;
  const failedAt = test.failed_stage === null ? STAGES.length : STAGES.indexOf(test.failed_stage);
  return (
    <Stack gap="sm">
      <Alert color={passed ? 'teal' : 'orange'} variant="light" role="status">
        <Text size="sm">
          {passed
            ? t.providers.testPassed(test.models_listed, test.latency_ms)
            : (test.message ?? t.providers.testFailed)}
        </Text>
      </Alert>
      <List spacing={6} center listStyleType="none">
        {STAGES.map((stage, at) => {
          const [Icon, color, word] =
            at < failedAt
              ? ([IconCheck, 'teal', t.providers.passed] as const)
              : at === failedAt
                ? ([IconX, 'red', t.providers.failed] as const)
                : ([IconMinus, 'gray', t.providers.notReached] as const);
          return (
            <List.Item
              key={stage}
              icon={
                <ThemeIcon size={22} radius="xl" variant="light" color={color}>
                  <Icon size={14} role="img" aria-label={word} />
                </ThemeIcon>
              }
            >
              <Text size="sm" c={at > failedAt ? 'dimmed' : undefined}>
                {t.providers.stages[stage]}
              </Text>
            </List.Item>
          );
        })}
      </List>
      <Text size="sm" c="dimmed">
        {t.providers.source(t.credentialSources[test.credential_source] ?? test.credential_source)}
      </Text>
    </Stack>
  );
}
