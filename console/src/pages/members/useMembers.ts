import { useQuery } from '@tanstack/react-query';
import { allMembersQuery } from '../../ui/allOfTenant';
import type { Member } from './memberApi';

/** All members by id, for pages that look at more than their names; none while they are read, or for who may not see them. */
export function useMembers(tenant: string, enabled = true): ReadonlyMap<string, Member> {
  const { data } = useQuery({
    ...allMembersQuery(tenant),
    enabled,
    select: (all) => new Map(all.map((member) => [member.user_id, member])),
  });
  return data ?? new Map();
}
