import { queryOptions } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../../api/client';
import type { Kind } from '../../ui/useNames';

export type Usage = Schemas['Usage'];
export type Event = Schemas['UsageEvent'];
export type Outcome = Schemas['UsageOutcome'];

export interface Span {
  readonly from: string;
  readonly to: string;
}

/** Sums of a time by group, of all calls or of one model, key, member or provider. */
export function usageQuery(tenant: string, { from, to }: Span, by: Kind | 'day', only?: { kind: Kind; id: string }) {
  return queryOptions({
    queryKey: ['usage', tenant, from, to, by, only?.kind ?? '', only?.id ?? ''],
    queryFn: (): Promise<Usage> =>
      dataOf(
        api.GET('/tenants/{tenant}/usage', {
          params: { path: { tenant }, query: { from, to, group_by: by, ...(only ? { [only.kind]: only.id } : {}) } },
        }),
      ),
  });
}

/** Which calls are asked for; undefined asks for any. */
export type CallFilter = { readonly [K in Kind]?: string } & { readonly outcome?: Outcome };

export async function fetchEvents(tenant: string, { from, to }: Span, filter: CallFilter, cursor: string | undefined) {
  const page = await dataOf(
    api.GET('/tenants/{tenant}/usage/events', { params: { path: { tenant }, query: { from, to, cursor, ...filter } } }),
  );
  return page as Schemas['UsageEventPage']; // a file only if that is asked for
}
