import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { t } from '../../texts';
import { formatCount, formatMoney } from '../../ui/format';
import { LoadError, Loading } from '../../ui/States';
import { usageQuery } from '../usage/api';
import { spanOf } from '../usage/series';
import { Tile } from './Tile';

/** What this month has cost up to now. */
export function MonthInShort({ tenant }: { tenant: string }) {
  const usage = useQuery(usageQuery(tenant, spanOf('month', new Date()), 'day'));
  const total = usage.data?.total;
  return (
    <Tile title={t.overview.month} tenant={tenant} link={{ to: '/t/$tenant/usage', label: t.overview.toUsage }}>
      {usage.error ? <LoadError error={usage.error} retry={() => void usage.refetch()} /> : null}
      {usage.isPending ? <Loading rows={1} /> : null}
      {total && usage.data ? (
        <Group gap="xl">
          <Figure value={formatMoney(total.cost_micros, usage.data.currency)} name={t.overview.spent} />
          <Figure value={formatCount(total.requests)} name={t.overview.requests} />
          <Figure value={formatCount(total.errors)} name={t.overview.errors} />
        </Group>
      ) : null}
    </Tile>
  );
}

function Figure({ value, name }: { value: string; name: string }) {
  return (
    <Stack gap={0}>
      <Text fw={700} size="xl">
        {value}
      </Text>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
    </Stack>
  );
}
