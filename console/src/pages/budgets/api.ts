import { queryOptions } from '@tanstack/react-query';
import { allOf, api, dataOf, type Schemas } from '../../api/client';
import { Problem } from '../../api/problem';
import { t } from '../../texts';
import { whileActive } from '../../ui/activity';
import type { Names } from '../../ui/useNames';
import type { LimitNumbers } from './limitNumbers';

export type Budget = Schemas['Budget'];
export type RateLimit = Schemas['RateLimit'];

/** What budgets can be for. */
export const BUDGET_SCOPES = ['tenant', 'key', 'member', 'model'] as const;

export const budgetKeys = (tenant: string) => [['budgets', tenant]];
export const limitKeys = (tenant: string) => [['limits', tenant]];

export function fetchBudgets(tenant: string, query: { cursor?: string; q?: string; scope?: Budget['scope'] }) {
  return dataOf(api.GET('/tenants/{tenant}/budgets', { params: { path: { tenant }, query } }));
}

export const BUDGETS_MOVE = whileActive(15_000); // what is spent moves by itself

/** All budgets: there are as many as somebody set. */
export function budgetsQuery(tenant: string) {
  return queryOptions({
    queryKey: ['budgets', tenant, 'all'],
    queryFn: () => allOf((cursor) => fetchBudgets(tenant, { cursor })),
    refetchInterval: BUDGETS_MOVE,
  });
}

async function fetchLimits(tenant: string): Promise<RateLimit[]> {
  return (await dataOf(api.GET('/tenants/{tenant}/limits', { params: { path: { tenant } } }))).data;
}

export function limitsQuery(tenant: string) {
  return queryOptions({
    queryKey: ['limits', tenant],
    queryFn: () => fetchLimits(tenant),
  });
}

/** What a budget or limit is for, in words. */
export function scopeText(
  { scope, scope_id }: { scope: Budget['scope']; scope_id: string | null },
  names: Names,
): string {
  return scope === 'tenant' || scope_id === null
    ? t.budgets.scopes.tenant
    : `${t.budgets.scopes[scope]} ${names.of(scope, scope_id)}`;
}

/** What tells a budget from others of its scope, in words: "The whole tenant, month". */
export function budgetText(budget: Budget, names: Names): string {
  return t.budgets.inWindow(scopeText(budget, names), t.budgets.windows[budget.window]);
}

type LimitScope = Pick<Budget, 'scope' | 'scope_id'>;

export function limitOf(limits: readonly RateLimit[], { scope, scope_id }: LimitScope): RateLimit | undefined {
  return limits.find((one) => one.scope === scope && one.scope_id === scope_id);
}

/** The limit as it is stored at this moment. */
export async function readLimit(tenant: string, scope: LimitScope): Promise<RateLimit | undefined> {
  return limitOf(await fetchLimits(tenant), scope);
}

/** The version of a limit that there is not yet. */
export const NO_VERSION = 0;

/** Sets both numbers of a limit, or lifts it, from the version that was seen; the API leaves the other limits as they are. */
export async function setLimit(
  tenant: string,
  of: LimitScope,
  numbers: Partial<LimitNumbers>,
  version: number,
): Promise<readonly RateLimit[]> {
  const scope = of.scope as RateLimit['scope']; // members have budgets, and no limits
  const { data } = await dataOf(
    api.PUT('/tenants/{tenant}/limits', {
      params: { path: { tenant } },
      body: { limits: [{ scope, scope_id: of.scope_id, ...numbers, expected_version: version }] },
    }),
  );
  return data;
}

/** The same, where it is not lifted: as it is stored then. */
export async function saveLimit(
  tenant: string,
  of: LimitScope,
  numbers: LimitNumbers,
  version: number,
): Promise<RateLimit> {
  const limit = limitOf(await setLimit(tenant, of, numbers, version), of);
  if (limit === undefined) {
    throw new Problem(422, 'impossible', t.common.failed, t.budgets.oneNumber);
  }
  return limit;
}
