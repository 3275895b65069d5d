import { Badge, Button, Code, Text } from '@mantine/core';
import { IconBuildingCommunity, IconPencil, IconPlus, IconPower, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { api, dataOf } from '../../api/client';
import { type Family, useFamilies } from '../../api/families';
import { useMayInDeployment } from '../../session/me';
import { t } from '../../texts';
import { type Column, ListTable } from '../../ui/ListTable';
import { Page } from '../../ui/Page';
import { RowMenu } from '../../ui/RowMenu';
import { EmptyState } from '../../ui/States';
import { useList } from '../../ui/useList';
import { CreateShared } from './CreateShared';
import { DeleteShared } from './DeleteShared';
import { EditShared, SwitchShared } from './EditShared';
import { Grants } from './Grants';
import type { Shared } from './sharedApi';

interface Opened {
  readonly what: 'edit' | 'switch' | 'grants' | 'delete';
  readonly shared: Shared;
}

function columnsFor(families: readonly Family[]): readonly Column<Shared>[] {
  return [
    {
      title: t.common.name,
      cell: ({ name, family }) => (
        <>
          <Text size="sm" fw={500}>
            {name}
          </Text>
          <Text size="xs" c="dimmed">
            {families.find((one) => one.family === family)?.display_name ?? family}
          </Text>
        </>
      ),
    },
    {
      title: t.common.status,
      cell: ({ enabled }) => (
        <Badge variant="light" color={enabled ? 'teal' : 'gray'}>
          {enabled ? t.common.enabled : t.common.disabled}
        </Badge>
      ),
    },
    {
      title: t.sharedProviders.key,
      from: 'sm',
      cell: ({ has_stored_key, key_last_four }) =>
        has_stored_key ? <Code>{`…${key_last_four ?? ''}`}</Code> : t.sharedProviders.noKey,
    },
    { title: t.sharedProviders.baseUrl, from: 'md', cell: ({ base_url }) => base_url ?? t.sharedProviders.usualUrl },
  ];
}

/** The accounts that the deployment shares with tenants, for those who run it. */
export function SharedProvidersPage() {
  const change = useMayInDeployment()('shared-providers:change');
  const families = useFamilies();
  const [adding, setAdding] = useState(false);
  const [opened, setOpened] = useState<Opened>();
  const list = useList<Shared>(['shared-providers'], (cursor, q) =>
    dataOf(api.GET('/shared-providers', { params: { query: { cursor, q } } })),
  );
  const add = change ? (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      {t.sharedProviders.add}
    </Button>
  ) : null;
  const close = () => setOpened(undefined);
  const family = families.find((one) => one.family === opened?.shared.family);
  const actionsOf = (shared: Shared) => {
    const open = (what: Opened['what']) => () => setOpened({ what, shared });
    return (
      <RowMenu
        name={shared.name}
        actions={[
          { label: t.sharedProviders.grants, icon: IconBuildingCommunity, run: open('grants') },
          change && { label: t.sharedProviders.edit, icon: IconPencil, run: open('edit') },
          change && {
            label: shared.enabled ? t.sharedProviders.disable : t.sharedProviders.enable,
            icon: IconPower,
            run: open('switch'),
          },
          change && { label: t.common.delete, icon: IconTrash, danger: true, run: open('delete') },
        ]}
      />
    );
  };
  return (
    <Page
      title={t.sharedProviders.title}
      description={t.sharedProviders.description}
      actions={list.rows.length > 0 || list.searched !== '' ? add : null}
    >
      <ListTable
        label={t.sharedProviders.title}
        list={list}
        columns={columnsFor(families)}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t.sharedProviders.none} hint={t.sharedProviders.noneHint} action={add} />}
        actions={actionsOf}
      />
      {adding && families.length > 0 ? (
        <CreateShared
          families={families}
          close={() => setAdding(false)}
          made={(shared) => {
            setAdding(false);
            setOpened({ what: 'grants', shared });
          }}
        />
      ) : null}
      {opened?.what === 'edit' && family !== undefined ? (
        <EditShared shared={opened.shared} family={family} close={close} />
      ) : null}
      {opened?.what === 'switch' ? <SwitchShared shared={opened.shared} close={close} /> : null}
      {opened?.what === 'grants' ? <Grants shared={opened.shared} mayChange={change} close={close} /> : null}
      {opened?.what === 'delete' ? <DeleteShared shared={opened.shared} close={close} /> : null}
    </Page>
  );
}
