import { Stack, Table, Text } from '@mantine/core';
import { t } from '../../texts';
import { formatCount, formatMoney } from '../../ui/format';
import { ListStates } from '../../ui/ListStates';
import { SearchInput } from '../../ui/SearchInput';
import { useLocalList } from '../../ui/useLocalList';
import type { Kind } from '../../ui/useNames';
import type { Sum } from './series';

/** The API tells no more of them. */
const MOST_GROUPS = 1_000;

interface SumTableProps {
  readonly by: Kind;
  readonly sums: readonly Sum[];
  readonly nameOf: (sum: Sum) => string;
  readonly currency: string;
}

/** A line for each group, the dearest first. */
export function SumTable({ by, sums, nameOf, currency }: SumTableProps) {
  const words = t.usage;
  const list = useLocalList(sums, (sum) => [nameOf(sum)]);
  return (
    <Stack gap="sm">
      <SearchInput label={words.table} value={list.search} onChange={list.setSearch} />
      {sums.length < MOST_GROUPS ? null : <Text size="sm">{words.cut(formatCount(MOST_GROUPS))}</Text>}
      <ListStates list={list} empty={null}>
        <Table.ScrollContainer minWidth={0} type="native" tabIndex={0} role="region" aria-label={words.table}>
          <Table aria-label={words.table} highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{words.groups[by]}</Table.Th>
                <Table.Th scope="col" ta="right">
                  {words.cost}
                </Table.Th>
                <Table.Th scope="col" ta="right">
                  {words.requests}
                </Table.Th>
                <Table.Th scope="col" ta="right" visibleFrom="xs">
                  {words.errors}
                </Table.Th>
                <Table.Th scope="col" ta="right" visibleFrom="sm">
                  {words.inputTokens}
                </Table.Th>
                <Table.Th scope="col" ta="right" visibleFrom="sm">
                  {words.outputTokens}
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {list.rows.map((sum) => (
                <Table.Tr key={sum.group ?? ''}>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>{nameOf(sum)}</Table.Td>
                  <Table.Td ta="right">{formatMoney(sum.cost_micros, currency)}</Table.Td>
                  <Table.Td ta="right">{formatCount(sum.requests)}</Table.Td>
                  <Table.Td ta="right" visibleFrom="xs">
                    {formatCount(sum.errors)}
                  </Table.Td>
                  <Table.Td ta="right" visibleFrom="sm">
                    {formatCount(sum.input_tokens)}
                  </Table.Td>
                  <Table.Td ta="right" visibleFrom="sm">
                    {formatCount(sum.output_tokens)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </ListStates>
    </Stack>
  );
}
