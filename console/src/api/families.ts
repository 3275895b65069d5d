import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from './client';

export type Family = Schemas['ProviderFamily'];

/** The provider families; they do not change while a release runs. */
export const familiesQuery = queryOptions({
  queryKey: ['provider-families'],
  queryFn: async (): Promise<readonly Family[]> => (await dataOf(api.GET('/provider-families'))).data,
  staleTime: Number.POSITIVE_INFINITY,
});

export function useFamilies(): readonly Family[] {
  return useQuery(familiesQuery).data ?? [];
}
