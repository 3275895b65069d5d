import { Text } from '@mantine/core';
import { api, dataOf, ifMatch, type Schemas } from '../../api/client';
import { useMe } from '../../session/me';
import { lastTenant, rememberTenant } from '../../shell/lastTenant';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { useEdit } from '../../ui/useEdit';
import { TenantFields, type TenantValues } from './TenantFields';

type Tenant = Schemas['Tenant'];

interface TenantDialogProps {
  readonly tenant: Tenant;
  readonly close: () => void;
}

function change(tenant: Tenant, changes: Schemas['TenantChanges'], version: number): Promise<Tenant> {
  return dataOf(
    api.PATCH('/tenants/{tenant}', {
      params: { path: { tenant: tenant.id }, header: ifMatch(version) },
      body: changes,
    }),
  );
}

const CHANGES = [['tenants'], ['me']];

const LABELS: Readonly<Record<keyof TenantValues, string>> = {
  name: t.common.name,
  slug: t.tenants.slug,
  deployment_key_families: t.tenants.families,
};

export function EditTenant({ tenant, close }: TenantDialogProps) {
  const me = useMe();
  const edit = useEdit<Tenant, TenantValues>({
    stored: tenant,
    valuesOf: ({ name, slug, deployment_key_families }) => ({ name, slug, deployment_key_families }),
    save: async (changes, version) => {
      const saved = await change(tenant, changes, version);
      if (lastTenant(me.id) === tenant.slug) {
        rememberTenant(me.id, saved.slug);
      }
      return saved;
    },
    changes: CHANGES,
    done: close,
    show: (field, value) => ({
      label: LABELS[field],
      text: typeof value === 'string' ? value : value.join(', ') || t.common.none,
    }),
  });
  return (
    <Dialog title={t.tenants.editTitle(tenant.name)} close={close}>
      <FormFrame {...edit} disabled={!edit.dirty} close={close}>
        <TenantFields {...edit} slugHint={t.tenants.slugChangeHint} />
      </FormFrame>
    </Dialog>
  );
}

/** Suspends an active tenant, or re-activates a suspended one. */
export function SwitchTenant({ tenant, close }: TenantDialogProps) {
  const suspend = tenant.status === 'active';
  const edit = useEdit<Tenant, { status: Tenant['status'] }>({
    stored: tenant,
    valuesOf: ({ status }) => ({ status }),
    proposed: { status: suspend ? 'suspended' : 'active' },
    save: (_, version) => change(tenant, { status: suspend ? 'suspended' : 'active' }, version),
    changes: CHANGES,
    done: close,
    says: suspend ? t.tenants.suspended : t.tenants.activated,
    show: (_, value) => ({ label: t.common.status, text: t.tenants.statuses[value] }),
  });
  return (
    <Dialog title={suspend ? t.tenants.suspendTitle(tenant.name) : t.tenants.activateTitle(tenant.name)} close={close}>
      <FormFrame
        {...edit}
        disabled={!edit.dirty}
        close={close}
        action={suspend ? t.tenants.suspend : t.tenants.activate}
        danger={suspend}
      >
        <Text size="sm">{suspend ? t.tenants.suspendHint : t.tenants.activateHint}</Text>
      </FormFrame>
    </Dialog>
  );
}
