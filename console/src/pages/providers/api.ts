import { api, dataOf, ifMatch, type Schemas } from '../../api/client';
import type { Family } from '../../api/families';

export type Provider = Schemas['Provider'];
export { type Family, familiesQuery } from '../../api/families';
export { allProvidersQuery as providersQuery } from '../../ui/allOfTenant';

export function familyName(families: readonly Family[] | undefined, family: string): string {
  return families?.find((one) => one.family === family)?.display_name ?? family;
}

/** What is read again after a provider changed: models and defaults depend on providers. */
export function changedByProvider(tenant: string) {
  return [
    ['providers', tenant],
    ['models', tenant],
    ['default-models', tenant],
    ['available-models', tenant],
  ];
}

export function changeProvider(
  tenant: string,
  id: string,
  body: Schemas['ProviderChanges'],
  version: number,
): Promise<Provider> {
  return dataOf(
    api.PATCH('/tenants/{tenant}/providers/{provider}', {
      params: { path: { tenant, provider: id }, header: ifMatch(version) },
      body,
    }),
  );
}
