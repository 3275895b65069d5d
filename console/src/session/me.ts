import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../api/client';
import { keepSession } from './current';

export type Me = Schemas['Me'];

/** Who is signed in; null when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async (): Promise<Me> => {
    const me = await dataOf(api.GET('/me'));
    await keepSession(me.user_id, me.csrf_token);
    return me;
  },
  staleTime: 30_000,
  retry: false,
});

/** How people can sign in here. */
export const signInMethodsQuery = queryOptions({
  queryKey: ['sign-in-methods'],
  queryFn: () => dataOf(api.GET('/sign-in/methods')),
  staleTime: 60_000,
});

/** Forgets all that somebody read. How one signs in is nobody's own, and the sign-in page may be reading it at this moment. */
export function forgetRead(client: QueryClient): void {
  client.getMutationCache().clear();
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== signInMethodsQuery.queryKey[0] });
}

export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (data === undefined) {
    throw new Error('useMe is for pages that are shown to who is signed in');
  }
  return data;
}

/** What the caller may do in a tenant, by its slug or id; an operator's permissions hold in every tenant. */
export function permissionsIn(me: Me, tenant: string): ReadonlySet<string> {
  const own = me.tenants.find(({ slug, id }) => slug === tenant || id === tenant);
  return new Set([...(own?.permissions ?? []), ...(me.operator ? me.permissions : [])]);
}

/** The status of a tenant; undefined until it is known. An operator's tenant is not among their own: it is read. */
export function useTenantStatus(tenant: string): Schemas['Tenant']['status'] | undefined {
  const me = useMe();
  const own = me.tenants.find(({ slug, id }) => slug === tenant || id === tenant);
  const read = useQuery({
    queryKey: ['tenants', 'one', tenant],
    queryFn: () => dataOf(api.GET('/tenants/{tenant}', { params: { path: { tenant } } })),
    enabled: own === undefined && me.operator && tenant !== '',
    staleTime: 30_000,
  });
  return own?.status ?? read.data?.status;
}

/** Whether the caller may do this in the tenant now; buttons that the server would refuse are not shown, in a suspended tenant none that write. */
export function useMay(tenant: string): (permission: string) => boolean {
  const me = useMe();
  const permissions = permissionsIn(me, tenant);
  const status = useTenantStatus(tenant);
  const readOnly = status !== undefined && status !== 'active';
  return (permission) => permissions.has(permission) && !(readOnly && writesToTenant(permission));
}

function writesToTenant(permission: string): boolean {
  return /:(change|test)$/.test(permission) && !/^(me|tenants|users):/.test(permission);
}

/** Whether the caller may do this in the deployment. */
export function useMayInDeployment(): (permission: string) => boolean {
  const me = useMe();
  return (permission) => me.permissions.includes(permission);
}
