import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useMay } from '../session/me';
import { allKeysQuery, allMembersQuery, allModelsQuery, allProvidersQuery } from './allOfTenant';
import { namesOf } from './modelName';

/** Kinds of things that usage, budgets, limits and consequences are told by. */
export type Kind = 'model' | 'key' | 'member' | 'provider';

export interface Names {
  /** The name of a thing by its id; the id itself when it is gone, or not for this caller to see. */
  readonly of: (kind: Kind, id: string) => string;
  /** What there is of a kind, to choose from. */
  readonly choices: (kind: Kind) => { value: string; label: string }[];
  /** Some are still being read: what has no name yet may have one. */
  readonly pending: boolean;
}

const ALL: readonly Kind[] = ['model', 'key', 'member', 'provider'];

/** The names of a tenant's models, keys, members and providers, as far as the caller may read them and they are wanted. */
export function useNames(tenant: string, wanted: readonly Kind[] = ALL): Names {
  const may = useMay(tenant);
  const reads = (kind: Kind, permission: string) => wanted.includes(kind) && may(permission);
  const models = useQuery({ ...allModelsQuery(tenant), enabled: reads('model', 'models:read') });
  const keys = useQuery({ ...allKeysQuery(tenant), enabled: reads('key', 'api-keys:read') });
  const members = useQuery({ ...allMembersQuery(tenant), enabled: reads('member', 'members:read') });
  const providers = useQuery({ ...allProvidersQuery(tenant), enabled: reads('provider', 'providers:read') });
  const maps: Readonly<Record<Kind, ReadonlyMap<string, string>>> = {
    model: namesOf(models.data ?? []),
    key: named(keys, ({ id, name }) => [id, name]),
    member: named(members, ({ user_id, display_name }) => [user_id, display_name]),
    provider: named(providers, ({ id, name, family }) => [id, `${name} (${family})`]),
  };
  return {
    of: (kind, id) => maps[kind].get(id) ?? id,
    choices: (kind) => [...maps[kind]].map(([value, label]) => ({ value, label })),
    pending: [models, keys, members, providers].some(({ isLoading }) => isLoading),
  };
}

function named<T>({ data }: UseQueryResult<T[]>, name: (one: T) => readonly [id: string, name: string]) {
  return new Map((data ?? []).map(name));
}
