import { api, ifMatch } from '../../api/client';
import { t } from '../../texts';
import { DeleteDialog } from '../../ui/DeleteDialog';
import { useDelete } from '../../ui/useDelete';
import { type ApiKey, apiKeyKeys } from './keyApi';

export function DeleteKey({ tenant, apiKey, close }: { tenant: string; apiKey: ApiKey; close: () => void }) {
  const deletion = useDelete({
    version: apiKey.version,
    remove: (version) =>
      api.DELETE('/tenants/{tenant}/api-keys/{key}', {
        params: { path: { tenant, key: apiKey.id }, header: ifMatch(version) },
      }),
    changes: [...apiKeyKeys(tenant), ['budgets', tenant]],
    done: close,
    says: t.apiKeys.deleted,
  });
  return (
    <DeleteDialog
      {...deletion}
      title={t.apiKeys.deleteTitle(apiKey.name)}
      name={apiKey.name}
      explanation={t.apiKeys.deleteHint}
      close={close}
    />
  );
}
