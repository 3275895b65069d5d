import { Badge, Button, Group, Text } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { api, dataOf } from '../../api/client';
import { useMayInDeployment, useMe } from '../../session/me';
import { t } from '../../texts';
import { formatTime } from '../../ui/format';
import { type Column, ListTable } from '../../ui/ListTable';
import { Page } from '../../ui/Page';
import { RowMenu } from '../../ui/RowMenu';
import { EmptyState } from '../../ui/States';
import { useList } from '../../ui/useList';
import { CreateUser, EditUser, type User } from './UserForm';

function columnsFor(me: string | null): readonly Column<User>[] {
  return [
    {
      title: t.users.name,
      cell: ({ id, display_name, email, operator, disabled }) => (
        <>
          <Group gap={6}>
            <Text size="sm" fw={500}>
              {display_name}
            </Text>
            {id === me ? (
              <Badge size="xs" variant="default">
                {t.users.you}
              </Badge>
            ) : null}
            {operator ? (
              <Badge size="xs" variant="light">
                {t.users.operator}
              </Badge>
            ) : null}
            {disabled ? (
              <Badge size="xs" variant="light" color="red">
                {t.users.disabled}
              </Badge>
            ) : null}
          </Group>
          <Text size="xs" c="dimmed">
            {email ?? t.users.noEmail}
          </Text>
        </>
      ),
    },
    {
      title: t.users.signIn,
      from: 'sm',
      cell: ({ has_password }) => (has_password ? t.users.password : t.users.openId),
    },
    { title: t.common.created, from: 'md', cell: ({ created_at }) => formatTime(created_at) },
  ];
}

/** The people of the deployment, for those who run it. */
export function UsersPage() {
  const change = useMayInDeployment()('users:change');
  const me = useMe();
  const [creating, setCreating] = useState(false);
  const [edited, setEdited] = useState<User>();
  const list = useList<User>(['users'], (cursor, q) => dataOf(api.GET('/users', { params: { query: { cursor, q } } })));
  const create = change ? (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      {t.users.create}
    </Button>
  ) : null;
  return (
    <Page
      title={t.users.title}
      description={t.users.description}
      actions={list.rows.length > 0 || list.searched !== '' ? create : null}
    >
      <ListTable
        label={t.users.title}
        list={list}
        columns={columnsFor(me.user_id)}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t.users.none} hint={t.users.noneHint} action={create} />}
        actions={
          change
            ? (user) => (
                <RowMenu
                  name={user.display_name}
                  actions={[{ label: t.users.edit, icon: IconPencil, run: () => setEdited(user) }]}
                />
              )
            : undefined
        }
      />
      {creating ? <CreateUser close={() => setCreating(false)} /> : null}
      {edited === undefined ? null : <EditUser user={edited} close={() => setEdited(undefined)} />}
    </Page>
  );
}
