import { Anchor, Badge, Button, Text } from '@mantine/core';
import {
  IconArchive,
  IconExternalLink,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlus,
} from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, dataOf, type Schemas } from '../../api/client';
import { useMayInDeployment } from '../../session/me';
import { t } from '../../texts';
import { formatTime } from '../../ui/format';
import { type Column, ListTable } from '../../ui/ListTable';
import { Page } from '../../ui/Page';
import { RowMenu } from '../../ui/RowMenu';
import { EmptyState } from '../../ui/States';
import { useList } from '../../ui/useList';
import { ArchiveTenant } from './ArchiveTenant';
import { CreateTenant } from './CreateTenant';
import { EditTenant, SwitchTenant } from './EditTenant';

type Tenant = Schemas['Tenant'];
type Opened = { readonly what: 'edit' | 'switch' | 'archive'; readonly tenant: Tenant } | { readonly what: 'create' };

const COLORS = { active: 'teal', suspended: 'yellow', archived: 'gray' } as const;

const columns: readonly Column<Tenant>[] = [
  {
    title: t.common.name,
    cell: ({ name, slug }) => (
      <>
        <Anchor
          size="sm"
          fw={500}
          renderRoot={(props) => <Link to="/t/$tenant" params={{ tenant: slug }} {...props} />}
        >
          {name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {slug}
        </Text>
      </>
    ),
  },
  {
    title: t.common.status,
    cell: ({ status }) => (
      <Badge variant="light" color={COLORS[status]}>
        {t.tenants.statuses[status]}
      </Badge>
    ),
  },
  {
    title: t.tenants.families,
    from: 'md',
    cell: ({ deployment_key_families: families }) => families.join(', ') || t.common.none,
  },
  { title: t.common.created, from: 'sm', cell: ({ created_at }) => formatTime(created_at) },
];

/** The tenants of the deployment, for those who run it. */
export function TenantsPage() {
  const may = useMayInDeployment();
  const navigate = useNavigate();
  const [opened, setOpened] = useState<Opened>();
  const list = useList<Tenant>(['tenants'], (cursor, q) =>
    dataOf(api.GET('/tenants', { params: { query: { cursor, q } } })),
  );
  const close = () => setOpened(undefined);
  const change = may('tenants:change');
  const create = change ? (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpened({ what: 'create' })}>
      {t.tenants.create}
    </Button>
  ) : null;
  return (
    <Page
      title={t.tenants.title}
      description={t.tenants.description}
      actions={list.rows.length > 0 || list.searched !== '' ? create : null}
    >
      <ListTable
        label={t.tenants.title}
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t.tenants.none} hint={t.tenants.noneHint} action={create} />}
        actions={(tenant) => (
          <RowMenu
            name={tenant.name}
            actions={[
              {
                label: t.tenants.open,
                icon: IconExternalLink,
                run: () => void navigate({ to: '/t/$tenant', params: { tenant: tenant.slug } }),
              },
              change && { label: t.tenants.edit, icon: IconPencil, run: () => setOpened({ what: 'edit', tenant }) },
              change && {
                label: tenant.status === 'active' ? t.tenants.suspend : t.tenants.activate,
                icon: tenant.status === 'active' ? IconPlayerPause : IconPlayerPlay,
                run: () => setOpened({ what: 'switch', tenant }),
              },
              may('tenants:archive') && {
                label: t.tenants.archive,
                icon: IconArchive,
                danger: true,
                run: () => setOpened({ what: 'archive', tenant }),
              },
            ]}
          />
        )}
      />
      {opened?.what === 'create' ? <CreateTenant close={close} /> : null}
      {opened?.what === 'edit' ? <EditTenant tenant={opened.tenant} close={close} /> : null}
      {opened?.what === 'switch' ? <SwitchTenant tenant={opened.tenant} close={close} /> : null}
      {opened?.what === 'archive' ? <ArchiveTenant tenant={opened.tenant} close={close} /> : null}
    </Page>
  );
}
