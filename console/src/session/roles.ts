import type { Schemas } from '../api/client';
import { useMe } from './me';

export type Role = Schemas['Role'];

/** From the least to the most. */
export const ROLES: readonly Role[] = ['viewer', 'member', 'editor', 'admin', 'owner'];

/** Whether a role has all that another has; an operator has what an owner has. */
export function atLeast(role: string, other: Role): boolean {
  return role === 'operator' || ROLES.indexOf(role as Role) >= ROLES.indexOf(other);
}

/** The caller's role in a tenant; undefined for who has none there. */
export function useRole(tenant: string): string | undefined {
  const me = useMe();
  const own = me.tenants.find(({ slug, id }) => slug === tenant || id === tenant)?.role;
  return me.operator ? 'operator' : own;
}

/** The roles that the caller may give in a tenant: up to their own. */
export function useGivableRoles(tenant: string): readonly Role[] {
  const role = useRole(tenant);
  return role === undefined ? [] : ROLES.filter((one) => atLeast(role, one));
}
