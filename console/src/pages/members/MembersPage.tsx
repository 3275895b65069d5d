import { Badge, Button, Group, Text } from '@mantine/core';
import { IconDoorExit, IconMailForward, IconPencil, IconUserMinus, IconUserPlus } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay, useMe } from '../../session/me';
import { atLeast, useRole } from '../../session/roles';
import { useTenant } from '../../shell/useTenant';
import { t } from '../../texts';
import { formatTime } from '../../ui/format';
import { type Column, ListTable } from '../../ui/ListTable';
import { Page } from '../../ui/Page';
import { RowMenu } from '../../ui/RowMenu';
import { EmptyState } from '../../ui/States';
import { useList } from '../../ui/useList';
import { EditMember } from './EditMember';
import { InviteAgain } from './InviteAgain';
import { InviteMember } from './InviteMember';
import { fetchMembers, type Member } from './memberApi';
import { LeaveTenant, RemoveMember } from './RemoveMember';

interface Opened {
  readonly what: 'edit' | 'again' | 'remove' | 'leave';
  readonly member: Member;
}

function columnsFor(me: string | null): readonly Column<Member>[] {
  return [
    {
      title: t.members.name,
      cell: ({ display_name, email, user_id }) => (
        <>
          <Group gap={6}>
            <Text size="sm" fw={500}>
              {display_name}
            </Text>
            {user_id === me ? (
              <Badge size="xs" variant="default">
                {t.members.you}
              </Badge>
            ) : null}
          </Group>
          <Text size="xs" c="dimmed">
            {email}
          </Text>
        </>
      ),
    },
    { title: t.members.role, cell: ({ role }) => t.roles[role] },
    {
      title: t.common.status,
      from: 'xs',
      cell: ({ accepted }) => (
        <Badge variant="light" color={accepted ? 'teal' : 'yellow'}>
          {accepted ? t.members.joined : t.members.invited}
        </Badge>
      ),
    },
    { title: t.members.since, from: 'sm', cell: ({ created_at }) => formatTime(created_at) },
  ];
}

/** The people of a tenant, for its admins. */
export function MembersPage() {
  const tenant = useTenant();
  const me = useMe();
  const role = useRole(tenant) ?? '';
  const may = useMay(tenant);
  const change = may('members:change');
  const navigate = useNavigate();
  const { invite: inviting = false } = useSearch({ from: '/inside/t/$tenant/members' });
  const [opened, setOpened] = useState<Opened>();
  const list = useList<Member>(['members', tenant], (cursor, q) => fetchMembers(tenant, cursor, q));
  const setInviting = (invite: boolean) =>
    void navigate({
      to: '/t/$tenant/members',
      params: { tenant },
      search: invite ? { invite } : {},
      replace: true,
    });
  const close = () => setOpened(undefined);
  const inviteButton = change ? (
    <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setInviting(true)}>
      {t.members.invite}
    </Button>
  ) : null;
  const actionsOf = (member: Member) => {
    const own = member.user_id === me.user_id;
    const mine = change && atLeast(role, member.role);
    const open = (what: Opened['what']) => () => setOpened({ what, member });
    return (
      <RowMenu
        name={member.display_name}
        actions={[
          mine && { label: t.members.edit, icon: IconPencil, run: open('edit') },
          mine && !member.accepted && { label: t.members.inviteAgain, icon: IconMailForward, run: open('again') },
          own
            ? change && { label: t.members.leave, icon: IconDoorExit, danger: true, run: open('leave') }
            : mine && { label: t.members.remove, icon: IconUserMinus, danger: true, run: open('remove') },
        ]}
      />
    );
  };
  const dialog = { tenant, close };
  return (
    <Page
      title={t.members.title}
      description={t.members.description}
      actions={list.rows.length > 0 || list.searched !== '' ? inviteButton : null}
    >
      <ListTable
        label={t.members.title}
        list={list}
        columns={columnsFor(me.user_id)}
        rowKey={({ user_id }) => user_id}
        empty={<EmptyState title={t.members.none} hint={t.members.noneHint} action={inviteButton} />}
        actions={change ? actionsOf : undefined}
      />
      {inviting && change && !list.isLoading ? (
        <InviteMember
          tenant={tenant}
          first={list.rows.length === 0 && list.searched === ''}
          close={() => setInviting(false)}
        />
      ) : null}
      {opened?.what === 'edit' ? <EditMember member={opened.member} {...dialog} /> : null}
      {opened?.what === 'again' ? <InviteAgain member={opened.member} {...dialog} /> : null}
      {opened?.what === 'remove' ? <RemoveMember member={opened.member} {...dialog} /> : null}
      {opened?.what === 'leave' ? (
        <LeaveTenant
          {...dialog}
          name={me.tenants.find(({ slug }) => slug === tenant)?.name ?? tenant}
          user={opened.member.user_id}
        />
      ) : null}
    </Page>
  );
}
