import { queryOptions } from '@tanstack/react-query';
import { allOf, api, dataOf } from '../api/client';

// What a tenant has of a kind, as a whole: to choose from, and to name what only an id is known of. Each is read once for all who ask.

const PAGE = 200;

/** All model configs. */
export function allModelsQuery(tenant: string) {
  return queryOptions({
    queryKey: ['models', tenant, 'all'],
    queryFn: () =>
      allOf((cursor) =>
        dataOf(api.GET('/tenants/{tenant}/models', { params: { path: { tenant }, query: { limit: PAGE, cursor } } })),
      ),
  });
}

/** All API keys. */
export function allKeysQuery(tenant: string) {
  return queryOptions({
    queryKey: ['api-keys', tenant, 'all'],
    queryFn: () =>
      allOf((cursor) =>
        dataOf(api.GET('/tenants/{tenant}/api-keys', { params: { path: { tenant }, query: { limit: PAGE, cursor } } })),
      ),
  });
}

/** All members. */
export function allMembersQuery(tenant: string) {
  return queryOptions({
    queryKey: ['members', tenant, 'all'],
    queryFn: () =>
      allOf((cursor) =>
        dataOf(api.GET('/tenants/{tenant}/members', { params: { path: { tenant }, query: { limit: PAGE, cursor } } })),
      ),
  });
}

/** All provider configs, in precedence order within each family; searched by the server. */
export function allProvidersQuery(tenant: string, q = '') {
  return queryOptions({
    queryKey: ['providers', tenant, 'all', q],
    queryFn: () =>
      allOf((cursor) =>
        dataOf(
          api.GET('/tenants/{tenant}/providers', {
            params: { path: { tenant }, query: { limit: PAGE, cursor, ...(q === '' ? {} : { q }) } },
          }),
        ),
      ),
  });
}
