import type { Page } from '../../api/client';
import { allOf } from '../../api/client';
import { t } from '../../texts';
import { isIn } from '../../ui/search';
import type { Budget } from './api';

type Fetch = (cursor: string | undefined, q: string | undefined) => Promise<Page<Budget>>;

interface Said {
  readonly scope: Budget['scope'];
  readonly q: string;
}

/** What a search asks for if it speaks of a kind of thing as the console does, in the server's words: "API key nightly". */
export function saidOf(text: string): Said | undefined {
  for (const scope of ['tenant', 'key', 'member', 'model'] as const) {
    const label = t.budgets.scopeOf[scope];
    if (text.toLowerCase().startsWith(`${label.toLowerCase()} `)) {
      return { scope, q: text.slice(label.length + 1).trim() };
    }
    if (isIn(text, label) && !isIn(text, scope)) {
      return { scope, q: scope };
    }
  }
  return undefined;
}

/** A page of the budgets that have the text in what they are for, as it is shown; the server knows names, and words of its own for kinds. */
export async function searchBudgets(
  fetch: Fetch,
  cursor: string | undefined,
  q: string | undefined,
): Promise<Page<Budget>> {
  const said = q === undefined ? undefined : saidOf(q);
  const page = await fetch(cursor, q);
  if (said === undefined) {
    return page;
  }
  const others = page.data.filter(({ scope }) => scope !== said.scope);
  const those = cursor === undefined ? await allOf((next) => fetch(next, said.q)) : [];
  return { ...page, data: [...those.filter(({ scope }) => scope === said.scope), ...others] };
}
