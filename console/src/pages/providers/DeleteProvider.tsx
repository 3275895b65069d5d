import { api, dataOf, ifMatch } from '../../api/client';
import { t } from '../../texts';
import { DeleteDialog } from '../../ui/DeleteDialog';
import { useDelete } from '../../ui/useDelete';
import { useNames } from '../../ui/useNames';
import { changedByProvider, type Provider } from './api';

/** Deletes a provider, after saying which models, keys and defaults go with it. */
export function DeleteProvider({ tenant, provider, close }: { tenant: string; provider: Provider; close: () => void }) {
  const names = useNames(tenant, ['model']);
  const path = { tenant, provider: provider.id };
  const deletion = useDelete({
    version: provider.version,
    remove: (version) =>
      api.DELETE('/tenants/{tenant}/providers/{provider}', { params: { path, header: ifMatch(version) } }),
    changes: changedByProvider(tenant),
    says: t.providers.deleted,
    done: close,
  });
  return (
    <DeleteDialog
      {...deletion}
      title={t.providers.deleteTitle(provider.name)}
      name={provider.name}
      explanation={t.providers.deleteHint}
      preview={() =>
        dataOf(api.DELETE('/tenants/{tenant}/providers/{provider}', { params: { path, query: { dry_run: true } } }))
      }
      modelNames={(id) => names.of('model', id)}
      close={close}
    />
  );
}
