import type { Kind } from '../../ui/useNames';
import type { CallFilter, Outcome } from './api';
import { dayFault, type Measure, type SpanName } from './series';

/** What the address says of the usage page, so that a link shows the same; what is left out is as usual. */
export interface UsageSearch extends CallFilter {
  readonly span?: SpanName | 'own';
  /** The first and the last day of an own span. */
  readonly from?: string;
  readonly to?: string;
  readonly by?: Kind;
  readonly show?: Measure;
}

export const USUALLY = { span: '30d', by: 'model', show: 'cost' } as const;

const SPANS: readonly (SpanName | 'own')[] = ['7d', '30d', '90d', 'month', '365d', 'own'];
const KINDS: readonly Kind[] = ['model', 'key', 'member', 'provider'];
const MEASURES: readonly Measure[] = ['cost', 'tokens', 'requests', 'errors'];

const OUTCOMES: readonly Outcome[] = ['completed', 'upstream_error', 'timed_out', 'client_left', 'interrupted'];

const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** No part of a filter; laid under another one, it takes away what that does not have. */
export const NO_FILTER: CallFilter = {
  outcome: undefined,
  model: undefined,
  key: undefined,
  member: undefined,
  provider: undefined,
};

export function filterOf({ outcome, model, key, member, provider }: UsageSearch): CallFilter {
  return { outcome, model, key, member, provider };
}

/** Takes what can be shown from an address that somebody may have written by hand. What cannot is undefined: the router would let it through where it is left out. */
export function readUsageSearch(search: Readonly<Record<string, unknown>>): UsageSearch {
  const text = (name: string) => {
    const value = search[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const one = <T extends string>(name: string, all: readonly T[], usual?: T): T | undefined => {
    const found = all.find((value) => value === text(name));
    return found === usual ? undefined : found;
  };
  const id = (name: string) => (ID.test(text(name)) ? text(name) : undefined);
  const span = one('span', SPANS, USUALLY.span);
  const own = span === 'own' && dayFault(text('from'), text('to')) === undefined;
  return {
    span: span === 'own' && !own ? undefined : span,
    from: own ? text('from') : undefined,
    to: own ? text('to') : undefined,
    by: one('by', KINDS, USUALLY.by),
    show: one('show', MEASURES, USUALLY.show),
    outcome: one('outcome', OUTCOMES),
    model: id('model'),
    key: id('key'),
    member: id('member'),
    provider: id('provider'),
  };
}
