import { queryOptions } from '@tanstack/react-query';
import { api, dataOf } from '../../api/client';

/** Whether there is anything of a noun; one entry is enough to know. */
export function someModelQuery(tenant: string) {
  return queryOptions({
    queryKey: ['models', tenant, 'any'],
    queryFn: async () =>
      (await dataOf(api.GET('/tenants/{tenant}/models', { params: { path: { tenant }, query: { limit: 1 } } }))).data
        .length > 0,
  });
}

export function someKeyQuery(tenant: string) {
  return queryOptions({
    queryKey: ['api-keys', tenant, 'any'],
    queryFn: async () => {
      const { data } = await dataOf(
        api.GET('/tenants/{tenant}/api-keys', { params: { path: { tenant }, query: { limit: 10 } } }),
      );
      return data.some(({ purpose }) => purpose === 'calls');
    },
  });
}
