import { api, dataOf, type Schemas } from '../../api/client';

export type Member = Schemas['Member'];

export function memberKeys(tenant: string) {
  return [['members', tenant], ['me']];
}

export function fetchMembers(tenant: string, cursor: string | undefined, q: string | undefined) {
  return dataOf(api.GET('/tenants/{tenant}/members', { params: { path: { tenant }, query: { cursor, q } } }));
}
