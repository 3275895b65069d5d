import { useQuery } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../../api/client';
import { allModelsQuery } from '../../ui/allOfTenant';
import { modelName } from '../../ui/modelName';

export type ApiKey = Schemas['ApiKey'];

/** Made by the console for who tries models there: its texts, role and end are not to be changed. */
export function isPlayground({ purpose }: ApiKey): boolean {
  return purpose === 'playground';
}

export function apiKeyKeys(tenant: string) {
  return [['api-keys', tenant]];
}

export function fetchApiKeys(tenant: string, cursor: string | undefined, q?: string) {
  return dataOf(api.GET('/tenants/{tenant}/api-keys', { params: { path: { tenant }, query: { cursor, q } } }));
}

/** What a tenant's keys may call, as suggestions: aliases, else names. */
export function useModelNames(tenant: string): readonly string[] {
  const { data } = useQuery({ ...allModelsQuery(tenant), select: (models) => [...new Set(models.map(modelName))] });
  return data ?? [];
}

/** The tenant's settings that bear on keys. */
export function useKeySettings(tenant: string) {
  const { data } = useQuery({
    queryKey: ['settings', tenant],
    queryFn: () => dataOf(api.GET('/tenants/{tenant}/settings', { params: { path: { tenant } } })),
  });
  return {
    maxDays: data?.settings.api_key_max_days.value ?? null,
    grace: data?.settings.api_key_rotation_grace_seconds.value ?? null,
  };
}
