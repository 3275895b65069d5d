import { Group, Loader, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, dataOf, ifMatch, type Schemas } from '../../api/client';
import { t } from '../../texts';
import { ConsequenceList, DeleteDialog } from '../../ui/DeleteDialog';
import { LoadError } from '../../ui/States';
import { useDelete } from '../../ui/useDelete';
import { useNames } from '../../ui/useNames';
import { CHANGES, type Shared } from './sharedApi';

/** Deletes a shared provider, after saying what goes with it in each tenant. */
export function DeleteShared({ shared, close }: { shared: Shared; close: () => void }) {
  const path = { id: shared.id };
  const known = useQuery({
    queryKey: ['consequences', shared.id],
    queryFn: () => dataOf(api.DELETE('/shared-providers/{id}', { params: { path, query: { dry_run: true } } })),
    gcTime: 0,
  });
  const deletion = useDelete({
    version: shared.version,
    remove: (version) => api.DELETE('/shared-providers/{id}', { params: { path, header: ifMatch(version) } }),
    changes: CHANGES,
    done: close,
    says: t.sharedProviders.deleted,
  });
  return (
    <DeleteDialog
      {...deletion}
      title={t.sharedProviders.deleteTitle(shared.name)}
      name={shared.name}
      explanation={
        <Stack gap="sm">
          <span>{t.sharedProviders.deleteHint}</span>
          {known.isPending ? (
            <Group gap="xs" role="status">
              <Loader size="xs" />
              {t.common.checkingConsequences}
            </Group>
          ) : null}
          {known.error ? <LoadError error={known.error} retry={() => void known.refetch()} /> : null}
          {known.data?.tenants.length === 0 ? <Text size="sm">{t.sharedProviders.noTenants}</Text> : null}
          {known.data?.tenants.map((changes) => (
            <TenantConsequences key={changes.tenant_id} changes={changes} />
          ))}
        </Stack>
      }
      blocked={known.data === undefined}
      close={close}
    />
  );
}

function TenantConsequences({ changes }: { changes: Schemas['SharedDeletion']['tenants'][number] }) {
  const id = changes.tenant_id;
  const tenant = useQuery({
    queryKey: ['tenants', 'one', id],
    queryFn: () => dataOf(api.GET('/tenants/{tenant}', { params: { path: { tenant: id } } })),
  });
  const names = useNames(id, changes.default_changes.length > 0 ? ['model'] : []);
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {t.sharedProviders.inTenant(tenant.data?.name ?? id)}
      </Text>
      <ConsequenceList changes={changes} modelNames={(model) => names.of('model', model)} />
    </Stack>
  );
}
