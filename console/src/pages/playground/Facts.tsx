import { SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { t } from '../../texts';
import { formatCount, formatMillis, formatMoney } from '../../ui/format';
import { settledEvent } from './ledger';
import type { CallFacts } from './stream';

/** What a call took; its cost is read from the ledger, which has it within a second of the call's end. */
export function Facts({
  tenant,
  facts,
  keyId,
  ended,
  mayReadUsage,
}: {
  tenant: string;
  facts: CallFacts;
  keyId: string | undefined;
  ended: boolean;
  mayReadUsage: boolean;
}) {
  const words = t.playground;
  const { requestId } = facts;
  const event = useQuery({
    queryKey: ['usage-event', tenant, requestId],
    queryFn: ({ signal }) => settledEvent(tenant, requestId ?? '', keyId, signal),
    enabled: ended && mayReadUsage && requestId !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const spent = event.data;
  const cost = spent
    ? spent.cost_micros === null
      ? words.noPrice
      : formatMoney(spent.cost_micros, spent.currency)
    : event.isLoading
      ? words.costPending
      : '–';
  const source = facts.credentialSource;
  const shown: readonly (readonly [string, string])[] = [
    [words.firstToken, facts.firstToken === undefined ? '–' : formatMillis(facts.firstToken * 1000)],
    [words.total, facts.total === undefined ? '–' : formatMillis(facts.total * 1000)],
    [words.inputTokens, formatCount(facts.inputTokens ?? spent?.input_tokens)],
    [
      words.outputTokens,
      `${formatCount(facts.outputTokens ?? spent?.output_tokens)}${spent?.estimated ? ` (${words.estimated})` : ''}`,
    ],
    [words.cost, cost],
    [words.provider, facts.provider ?? '–'],
    [words.source, source === null ? '–' : (t.credentialSources[source] ?? source)],
    [
      words.answeredBy,
      [facts.model ?? '–', facts.fallback ? words.fallback(facts.fallback.split(';')[0] ?? '') : ''].join(' ').trim(),
    ],
    [words.requestId, facts.requestId ?? '–'],
  ];
  return (
    <SimpleGrid cols={{ base: 2, xs: 3, lg: 5 }} spacing="xs" component="dl" m={0} aria-label={words.facts}>
      {shown.map(([name, value]) => (
        <Stack key={name} gap={0}>
          <Text component="dt" size="xs" c="dimmed">
            {name}
          </Text>
          <Text component="dd" m={0} size="sm" style={{ overflowWrap: 'anywhere' }}>
            {value}
          </Text>
        </Stack>
      ))}
    </SimpleGrid>
  );
}
