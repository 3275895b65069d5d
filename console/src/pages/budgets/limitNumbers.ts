import { Problem } from '../../api/problem';
import { t } from '../../texts';
import type { RateLimit } from './api';

/** The numbers of a limit; null is no limit. */
export type LimitNumbers = Pick<RateLimit, 'requests_per_minute' | 'tokens_per_minute'>;

export function numbersOf({ requests_per_minute, tokens_per_minute }: LimitNumbers): LimitNumbers {
  return { requests_per_minute, tokens_per_minute };
}

/** Whether there is a number at all; a limit without would be none. */
export function isSome({ requests_per_minute, tokens_per_minute }: LimitNumbers): boolean {
  return requests_per_minute !== null || tokens_per_minute !== null;
}

/**
 * What was changed laid over what is stored, as the API sets both numbers. None at all would lift the limit, which nobody asked
 * for: who has not seen yet what is stored is told of that first.
 */
export function changedNumbers(
  stored: LimitNumbers & { readonly version: number },
  changes: Partial<LimitNumbers>,
  seen: number,
): LimitNumbers {
  const numbers = { ...numbersOf(stored), ...changes };
  if (isSome(numbers)) {
    return numbers;
  }
  throw stored.version === seen
    ? new Problem(422, 'impossible', t.common.failed, t.budgets.noNumberLeft)
    : new Problem(412, 'stale', t.common.failed, t.conflict.title, { current: stored });
}
