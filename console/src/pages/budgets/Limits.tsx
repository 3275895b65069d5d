import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../session/me';
import { t } from '../../texts';
import { formatCount } from '../../ui/format';
import { NothingFound } from '../../ui/ListStates';
import { RowMenu } from '../../ui/RowMenu';
import { SearchInput } from '../../ui/SearchInput';
import { EmptyState, LoadError, Loading } from '../../ui/States';
import { isIn } from '../../ui/search';
import { useNames } from '../../ui/useNames';
import { AddLimit } from './AddLimit';
import { limitsQuery, type RateLimit, scopeText } from './api';
import { EditLimit } from './EditLimit';
import { LiftLimit } from './LiftLimit';

type Opened = { readonly what: 'add' } | { readonly what: 'edit' | 'lift'; readonly limit: RateLimit };

/** The limits a minute; each is set by itself, the others stay. */
export function Limits({ tenant }: { tenant: string }) {
  const may = useMay(tenant);
  const names = useNames(tenant);
  const limits = useQuery(limitsQuery(tenant));
  const [search, setSearch] = useState('');
  const [opened, setOpened] = useState<Opened>();
  const close = () => setOpened(undefined);
  const words = t.budgets;
  const add = may('limits:change') ? (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpened({ what: 'add' })}>
      {words.addLimit}
    </Button>
  ) : null;
  const found = (limits.data ?? []).filter((limit) => isIn(search, scopeText(limit, names)));
  const waiting = search.trim() !== '' && names.pending;
  const shown = (count: number | null) => (count === null ? words.unlimited : formatCount(count));
  return (
    <Stack gap="md">
      {limits.error ? <LoadError error={limits.error} retry={() => void limits.refetch()} /> : null}
      {limits.isPending ? <Loading /> : null}
      {limits.data?.length === 0 ? <EmptyState title={words.noLimit} hint={words.noLimitHint} action={add} /> : null}
      {limits.data && limits.data.length > 0 ? (
        <>
          <Group gap="sm" justify="space-between">
            <SearchInput label={words.limits} value={search} onChange={setSearch} busy={waiting} />
            {add}
          </Group>
          {found.length === 0 && waiting ? (
            <Loading />
          ) : found.length === 0 ? (
            <NothingFound text={search.trim()} />
          ) : (
            <Table aria-label={words.limits}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">{words.scope}</Table.Th>
                  <Table.Th scope="col" ta="right">
                    {words.requests}
                  </Table.Th>
                  <Table.Th scope="col" ta="right">
                    {words.tokens}
                  </Table.Th>
                  {add ? (
                    <Table.Th scope="col" w={1}>
                      {t.common.actions}
                    </Table.Th>
                  ) : null}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {found.map((limit) => (
                  <Table.Tr key={`${limit.scope} ${limit.scope_id}`}>
                    <Table.Td style={{ overflowWrap: 'anywhere' }}>{scopeText(limit, names)}</Table.Td>
                    <Table.Td ta="right">{shown(limit.requests_per_minute)}</Table.Td>
                    <Table.Td ta="right">{shown(limit.tokens_per_minute)}</Table.Td>
                    {add ? (
                      <Table.Td>
                        <RowMenu
                          name={scopeText(limit, names)}
                          actions={[
                            { label: t.common.edit, icon: IconPencil, run: () => setOpened({ what: 'edit', limit }) },
                            {
                              label: words.lift,
                              icon: IconTrash,
                              danger: true,
                              run: () => setOpened({ what: 'lift', limit }),
                            },
                          ]}
                        />
                      </Table.Td>
                    ) : null}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )}
          <Text size="sm" c="dimmed" aria-live="polite">
            {t.common.shown(found.length, false)}
          </Text>
        </>
      ) : null}
      {opened?.what === 'add' ? <AddLimit tenant={tenant} names={names} close={close} /> : null}
      {opened?.what === 'edit' ? <EditLimit tenant={tenant} names={names} limit={opened.limit} close={close} /> : null}
      {opened?.what === 'lift' ? <LiftLimit tenant={tenant} names={names} limit={opened.limit} close={close} /> : null}
    </Stack>
  );
}
