import { Button } from '@mantine/core';
import { IconPencil, IconPlus, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useMay } from '../../session/me';
import { atLeast, useRole } from '../../session/roles';
import { useTenant } from '../../shell/useTenant';
import { t } from '../../texts';
import { ListTable } from '../../ui/ListTable';
import { Page } from '../../ui/Page';
import { RowMenu } from '../../ui/RowMenu';
import { EmptyState } from '../../ui/States';
import { useList } from '../../ui/useList';
import { useMembers } from '../members/useMembers';
import { CreateKey } from './CreateKey';
import { DeleteKey } from './DeleteKey';
import { EditKey } from './EditKey';
import { type ApiKey, fetchApiKeys, isPlayground } from './keyApi';
import { keyColumns } from './keyColumns';
import { RotateKey } from './RotateKey';

interface Opened {
  readonly what: 'edit' | 'rotate' | 'delete';
  readonly apiKey: ApiKey;
}

/** The keys of a tenant, for its admins. */
export function ApiKeysPage() {
  const tenant = useTenant();
  const may = useMay(tenant);
  const change = may('api-keys:change');
  const role = useRole(tenant) ?? '';
  const members = useMembers(tenant, may('members:read'));
  const [creating, setCreating] = useState(false);
  const [opened, setOpened] = useState<Opened>();
  const list = useList<ApiKey>(['api-keys', tenant], (cursor, q) => fetchApiKeys(tenant, cursor, q));
  const create = change ? (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      {t.apiKeys.create}
    </Button>
  ) : null;
  const actionsOf = (apiKey: ApiKey) => {
    const person = apiKey.user_id === null ? undefined : members.get(apiKey.user_id);
    const mine = atLeast(role, apiKey.role) && (person === undefined || atLeast(role, person.role));
    const open = (what: Opened['what']) => () => setOpened({ what, apiKey });
    return (
      <RowMenu
        name={apiKey.name}
        actions={[
          mine && { label: t.apiKeys.edit, icon: IconPencil, run: open('edit') },
          mine && !isPlayground(apiKey) && { label: t.apiKeys.rotate, icon: IconRefresh, run: open('rotate') },
          atLeast(role, apiKey.role) && {
            label: t.apiKeys.delete,
            icon: IconTrash,
            danger: true,
            run: open('delete'),
          },
        ]}
      />
    );
  };
  const dialog = { tenant, close: () => setOpened(undefined) };
  return (
    <Page
      title={t.apiKeys.title}
      description={t.apiKeys.description}
      actions={list.rows.length > 0 || list.searched !== '' ? create : null}
    >
      <ListTable
        label={t.apiKeys.title}
        list={list}
        columns={keyColumns(members)}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t.apiKeys.none} hint={t.apiKeys.noneHint} action={create} />}
        actions={change ? actionsOf : undefined}
      />
      {creating ? <CreateKey tenant={tenant} close={() => setCreating(false)} /> : null}
      {opened?.what === 'edit' ? <EditKey apiKey={opened.apiKey} {...dialog} /> : null}
      {opened?.what === 'rotate' ? <RotateKey apiKey={opened.apiKey} {...dialog} /> : null}
      {opened?.what === 'delete' ? <DeleteKey apiKey={opened.apiKey} {...dialog} /> : null}
    </Page>
  );
}
