import { Paper, SimpleGrid, Text } from '@mantine/core';
import { t } from '../../texts';
import { formatCount, formatMoney, formatShare } from '../../ui/format';
import type { Sum } from './series';

/** The sums of the whole time. */
export function Totals({ total, currency }: { total: Sum; currency: string }) {
  const words = t.usage;
  const share = total.requests === 0 ? 0 : total.errors / total.requests;
  const tiles: readonly (readonly [string, string, string | null])[] = [
    [
      words.cost,
      formatMoney(total.cost_micros, currency),
      total.unpriced_requests > 0 ? words.unpriced(total.unpriced_requests) : null,
    ],
    [
      words.requests,
      formatCount(total.requests),
      total.estimated_requests > 0 ? words.estimated(total.estimated_requests) : null,
    ],
    [words.errors, formatCount(total.errors), words.errorsShare(formatShare(share))],
    [words.inputTokens, formatCount(total.input_tokens), words.cached(formatCount(total.cached_input_tokens))],
    [words.outputTokens, formatCount(total.output_tokens), words.reasoning(formatCount(total.reasoning_tokens))],
  ];
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} spacing="sm">
      {tiles.map(([name, value, note]) => (
        <Paper key={name} withBorder p="sm" radius="md">
          <Text size="sm" c="dimmed">
            {name}
          </Text>
          <Text fw={700} size="xl" style={{ overflowWrap: 'anywhere' }}>
            {value}
          </Text>
          {note ? (
            <Text size="xs" c="dimmed">
              {note}
            </Text>
          ) : null}
        </Paper>
      ))}
    </SimpleGrid>
  );
}
