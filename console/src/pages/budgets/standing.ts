import type { Budget } from './api';

/** How a budget stands, in millionths; the parts are those of the bar, in percent of the limit. */
export interface Standing {
  readonly left: number;
  readonly over: number;
  readonly spentShare: number;
  readonly reservedShare: number;
}

export function standingOf({
  spent_micros,
  reserved_micros,
  limit_micros,
}: Pick<Budget, 'spent_micros' | 'reserved_micros' | 'limit_micros'>): Standing {
  const taken = spent_micros + reserved_micros;
  const share = (micros: number) => (limit_micros === 0 ? (micros > 0 ? 100 : 0) : (100 * micros) / limit_micros);
  const spentShare = Math.min(100, share(spent_micros));
  return {
    left: Math.max(0, limit_micros - taken),
    over: Math.max(0, taken - limit_micros),
    spentShare,
    reservedShare: Math.min(100 - spentShare, share(reserved_micros)),
  };
}
