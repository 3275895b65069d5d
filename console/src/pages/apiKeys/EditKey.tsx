import { api, dataOf, ifMatch } from '../../api/client';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { formatTime } from '../../ui/format';
import { useEdit } from '../../ui/useEdit';
import { KeyFields, type KeyValues } from './KeyFields';
import { type ApiKey, apiKeyKeys, isPlayground } from './keyApi';

const LABELS: Readonly<Record<keyof KeyValues, string>> = {
  name: t.apiKeys.name,
  role: t.apiKeys.role,
  allowed_models: t.apiKeys.models,
  expires_at: t.apiKeys.expires,
};

function shown(field: keyof KeyValues, value: KeyValues[keyof KeyValues]): string {
  if (field === 'expires_at') {
    return typeof value === 'string' ? formatTime(value) : t.common.never;
  }
  if (Array.isArray(value)) {
    return value.join(', ') || t.apiKeys.allModels;
  }
  return field === 'role' ? (t.roles[String(value)] ?? String(value)) : String(value);
}

export function EditKey({ tenant, apiKey, close }: { tenant: string; apiKey: ApiKey; close: () => void }) {
  const edit = useEdit<ApiKey, KeyValues>({
    stored: apiKey,
    valuesOf: ({ name, role, allowed_models, expires_at }) => ({ name, role, allowed_models, expires_at }),
    save: (body, version) =>
      dataOf(
        api.PATCH('/tenants/{tenant}/api-keys/{key}', {
          params: { path: { tenant, key: apiKey.id }, header: ifMatch(version) },
          body,
        }),
      ),
    changes: apiKeyKeys(tenant),
    done: close,
    show: (field, value) => ({ label: LABELS[field], text: shown(field, value) }),
  });
  return (
    <Dialog title={t.apiKeys.editTitle(apiKey.name)} close={close}>
      <FormFrame {...edit} disabled={!edit.dirty} close={close}>
        <KeyFields tenant={tenant} playground={isPlayground(apiKey)} {...edit} />
      </FormFrame>
    </Dialog>
  );
}
