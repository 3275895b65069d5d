import { Anchor, Badge, Stack } from '@mantine/core';
import { IconRefresh, IconUnlink } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { api, dataOf } from '../../api/client';
import { t } from '../../texts';
import { DeleteDialog } from '../../ui/DeleteDialog';
import { Dialog } from '../../ui/Dialog';
import { formatTime } from '../../ui/format';
import { type Column, ListTable } from '../../ui/ListTable';
import { RowMenu } from '../../ui/RowMenu';
import { EmptyState, ProblemAlert } from '../../ui/States';
import { useList } from '../../ui/useList';
import { useNames } from '../../ui/useNames';
import { useSave } from '../../ui/useSave';
import { CHANGES, type Grant, type Shared } from './sharedApi';
import { TenantPicker } from './TenantPicker';

const COLORS = { pending: 'yellow', granted: 'teal', declined: 'gray', revoking: 'yellow' } as const;

const columns: readonly Column<Grant>[] = [
  {
    title: t.sharedProviders.tenant,
    cell: ({ tenant_slug }) => (
      <Anchor
        size="sm"
        renderRoot={(props) => <Link to="/t/$tenant/providers" params={{ tenant: tenant_slug }} {...props} />}
      >
        {tenant_slug}
      </Anchor>
    ),
  },
  {
    title: t.common.status,
    cell: ({ status }) => (
      <Badge variant="light" color={COLORS[status]}>
        {t.sharedProviders.statuses[status]}
      </Badge>
    ),
  },
  { title: t.sharedProviders.since, from: 'sm', cell: ({ created_at }) => formatTime(created_at) },
];

interface GrantsProps {
  readonly shared: Shared;
  readonly mayChange: boolean;
  readonly close: () => void;
}

/** The tenants that have a shared provider; grants and revokes. */
export function Grants({ shared, mayChange, close }: GrantsProps) {
  const [revoked, setRevoked] = useState<Grant>();
  const client = useQueryClient();
  const key = ['shared-providers', shared.id, 'grants'];
  const list = useList<Grant>(key, (cursor, q) =>
    dataOf(api.GET('/shared-providers/{id}/grants', { params: { path: { id: shared.id }, query: { cursor, q } } })),
  );
  const grant = useSave({
    save: (tenant: string) =>
      dataOf(api.PUT('/shared-providers/{id}/grants/{tenant}', { params: { path: { id: shared.id, tenant } } })),
    changes: CHANGES,
    says: t.sharedProviders.granted,
  });
  const underWay = list.rows.some(({ status }) => status === 'pending' || status === 'revoking');
  useEffect(() => {
    if (underWay) {
      const timer = setInterval(
        () => void client.invalidateQueries({ queryKey: ['shared-providers', shared.id, 'grants'] }),
        2000,
      );
      return () => clearInterval(timer);
    }
  }, [underWay, client, shared.id]);
  if (revoked !== undefined) {
    return <Revoke shared={shared} grant={revoked} close={() => setRevoked(undefined)} />;
  }
  return (
    <Dialog title={t.sharedProviders.grantsTitle(shared.name)} close={close} side>
      <Stack gap="md">
        {mayChange ? <TenantPicker choose={(tenant) => grant.mutate(tenant)} busy={grant.isPending} /> : null}
        {grant.error ? <ProblemAlert error={grant.error} /> : null}
        <ListTable
          label={t.sharedProviders.grants}
          list={list}
          columns={columns}
          rowKey={({ tenant_id }) => tenant_id}
          empty={<EmptyState title={t.sharedProviders.noGrants} hint={t.sharedProviders.noGrantsHint} />}
          actions={
            mayChange
              ? (one) => (
                  <RowMenu
                    name={one.tenant_slug}
                    actions={[
                      one.status === 'declined' && {
                        label: t.sharedProviders.again,
                        icon: IconRefresh,
                        run: () => grant.mutate(one.tenant_id),
                      },
                      {
                        label: t.sharedProviders.revoke,
                        icon: IconUnlink,
                        danger: true,
                        run: () => setRevoked(one),
                      },
                    ]}
                  />
                )
              : undefined
          }
        />
      </Stack>
    </Dialog>
  );
}

function Revoke({ shared, grant, close }: { shared: Shared; grant: Grant; close: () => void }) {
  const path = { id: shared.id, tenant: grant.tenant_id };
  const names = useNames(grant.tenant_slug, ['model']);
  const revoke = useSave({
    save: () => api.DELETE('/shared-providers/{id}/grants/{tenant}', { params: { path } }),
    changes: CHANGES,
    done: close,
    says: t.sharedProviders.revoked,
  });
  return (
    <DeleteDialog
      title={t.sharedProviders.revokeTitle(shared.name, grant.tenant_slug)}
      name={grant.tenant_slug}
      explanation={t.sharedProviders.revokeHint}
      preview={() =>
        dataOf(api.DELETE('/shared-providers/{id}/grants/{tenant}', { params: { path, query: { dry_run: true } } }))
      }
      modelNames={(id) => names.of('model', id)}
      remove={() => revoke.mutate(undefined)}
      busy={revoke.isPending}
      error={revoke.error}
      close={close}
      action={t.sharedProviders.revoke}
    />
  );
}
