import type { Schemas } from '../../api/client';

export type Sum = Schemas['UsageSum'];
export type Measure = 'cost' | 'tokens' | 'requests' | 'errors';
export type SpanName = '7d' | '30d' | '90d' | 'month' | '365d';

/** The series of all that have none of their own; no id is like it. */
export const OTHERS = 'others';

/** How many groups get a series of their own; the others are shown as one. */
export const OWN_SERIES = 6;

const DAY = 86_400_000;

/** The most days that the API sums up at once. */
const MOST_DAYS = 366;

/** Whole days of UTC, so that the ledger's sums by day are used; the end is the midnight after the last. */
export interface DaySpan {
  readonly from: string;
  readonly to: string;
  readonly days: readonly string[];
}

/** The days up to and with today. */
export function spanOf(name: SpanName, now: Date): DaySpan {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const first =
    name === 'month'
      ? Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1)
      : today - (Number.parseInt(name, 10) - 1) * DAY;
  return between(first, today);
}

/** The days from one to another, with both. */
export function spanOfDays(first: string, last: string): DaySpan {
  return between(Date.parse(first), Date.parse(last));
}

function between(first: number, last: number): DaySpan {
  const days: string[] = [];
  for (let day = first; day <= last; day += DAY) {
    days.push(new Date(day).toISOString().slice(0, 10));
  }
  return { from: new Date(first).toISOString(), to: new Date(last + DAY).toISOString(), days };
}

/** Why usage cannot be shown from one day to another. */
export type DayFault = 'missing' | 'order' | 'long';

export function dayFault(first: string, last: string): DayFault | undefined {
  if (!isDay(first) || !isDay(last)) {
    return 'missing';
  }
  if (last < first) {
    return 'order';
  }
  return (Date.parse(last) - Date.parse(first)) / DAY + 1 > MOST_DAYS ? 'long' : undefined;
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text); // there is no 30th of February
}

export function measured(sum: Sum, measure: Measure): number {
  switch (measure) {
    case 'cost':
      return sum.cost_micros;
    case 'tokens':
      return sum.input_tokens + sum.output_tokens;
    case 'requests':
      return sum.requests;
    case 'errors':
      return sum.errors;
  }
}

/** The groups that get a series of their own, the greatest first. */
export function greatest(groups: readonly Sum[], measure: Measure): Sum[] {
  return groups
    .filter((group) => measured(group, measure) > 0)
    .sort((one, other) => measured(other, measure) - measured(one, measure))
    .slice(0, OWN_SERIES);
}

export type Row = { readonly day: string } & Readonly<Record<string, number | string>>;

/**
 * A row for each day: what each group of its own used, and what all others did. Days without calls are zero.
 *
 * @param whole the sums by day of everything
 * @param own the sums by day of each group, by its id
 */
export function rowsOf(
  days: readonly string[],
  whole: readonly Sum[],
  own: ReadonlyMap<string, readonly Sum[]>,
  measure: Measure,
): Row[] {
  const at = (sums: readonly Sum[], day: string) => {
    const sum = sums.find(({ group }) => group === day);
    return sum === undefined ? 0 : measured(sum, measure);
  };
  return days.map((day) => {
    const row: Record<string, number | string> = { day };
    let named = 0;
    for (const [name, sums] of own) {
      const value = at(sums, day);
      row[name] = value;
      named += value;
    }
    row[OTHERS] = Math.max(0, at(whole, day) - named);
    return row as Row;
  });
}
