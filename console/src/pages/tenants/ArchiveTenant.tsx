import { api, ifMatch, type Schemas } from '../../api/client';
import { t } from '../../texts';
import { DeleteDialog } from '../../ui/DeleteDialog';
import { useDelete } from '../../ui/useDelete';

interface ArchiveTenantProps {
  readonly tenant: Schemas['Tenant'];
  readonly close: () => void;
  readonly done?: () => void;
}

export function ArchiveTenant({ tenant, close, done = close }: ArchiveTenantProps) {
  const deletion = useDelete({
    version: tenant.version,
    remove: (version) =>
      api.DELETE('/tenants/{tenant}', { params: { path: { tenant: tenant.id }, header: ifMatch(version) } }),
    changes: [['tenants'], ['me']],
    done,
    says: t.tenants.archived,
  });
  return (
    <DeleteDialog
      {...deletion}
      title={t.tenants.archiveTitle(tenant.name)}
      name={tenant.slug}
      explanation={t.tenants.archiveHint}
      close={close}
      action={t.tenants.archive}
    />
  );
}
