import { Group, Stack, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '../texts';
import { ListStates } from './ListStates';
import { SearchInput } from './SearchInput';
import type { ListState } from './useList';

export interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => ReactNode;
  /** Hidden on screens narrower than this; the first column always stays. */
  readonly from?: 'xs' | 'sm' | 'md' | 'lg';
  readonly align?: 'left' | 'right';
}

interface ListTableProps<T> {
  readonly label: string;
  readonly list: ListState<T>;
  readonly columns: readonly Column<T>[];
  readonly rowKey: (row: T) => string;
  /** Shown when there is nothing at all, as opposed to nothing found. */
  readonly empty: ReactNode;
  /** Buttons at the end of a row; hidden for who may do none of it. */
  readonly actions?: (row: T) => ReactNode;
  readonly searchable?: boolean;
  /** Stands beside the search box. */
  readonly filters?: ReactNode;
}

/** A list with search, paging, and words for when it is empty, loading or cannot be loaded. */
export function ListTable<T>({
  label,
  list,
  columns,
  rowKey,
  empty,
  actions,
  searchable = true,
  filters,
}: ListTableProps<T>) {
  return (
    <Stack gap="sm">
      {searchable || filters ? (
        <Group gap="sm" align="flex-end">
          {searchable ? (
            <SearchInput label={label} value={list.search} onChange={list.setSearch} busy={list.isStale} />
          ) : null}
          {filters}
        </Group>
      ) : null}
      <ListStates list={list} empty={empty}>
        <Rows label={label} list={list} columns={columns} rowKey={rowKey} actions={actions} />
      </ListStates>
    </Stack>
  );
}

function Rows<T>({
  label,
  list,
  columns,
  rowKey,
  actions,
}: Omit<ListTableProps<T>, 'searchable' | 'filters' | 'empty'>) {
  return (
    <Table.ScrollContainer minWidth={0} type="native">
      <Table aria-label={label} aria-busy={list.isStale} opacity={list.isStale ? 0.6 : 1} highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ title, from, align }) => (
              <Table.Th key={title} visibleFrom={from} ta={align} scope="col">
                {title}
              </Table.Th>
            ))}
            {actions ? (
              <Table.Th w={1} scope="col" ta="right">
                {t.common.actions}
              </Table.Th>
            ) : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {list.rows.map((row) => (
            <Table.Tr key={rowKey(row)}>
              {columns.map(({ title, cell, from, align }) => (
                <Table.Td key={title} visibleFrom={from} ta={align} style={{ overflowWrap: 'anywhere' }}>
                  {cell(row)}
                </Table.Td>
              ))}
              {actions ? (
                <Table.Td>
                  <Group gap={4} justify="flex-end" wrap="nowrap">
                    {actions(row)}
                  </Group>
                </Table.Td>
              ) : null}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
