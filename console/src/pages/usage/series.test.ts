import { describe, expect, it } from 'vitest';
import { dayFault, greatest, rowsOf, type Sum, spanOf, spanOfDays } from './series';

const sum = (group: string | null, cost: number, requests = 1): Sum => ({
  group,
  name: null,
  requests,
  errors: 0,
  input_tokens: 0,
  cached_input_tokens: 0,
  cache_write_tokens: 0,
  output_tokens: 0,
  reasoning_tokens: 0,
  estimated_requests: 0,
  cost_micros: cost,
  unpriced_requests: 0,
});

describe('spanOf', () => {
  it('covers whole days of UTC with today as the last', () => {
    const { from, to, days } = spanOf('7d', new Date('2026-03-03T23:59:59Z'));
    expect(from).toBe('2026-02-25T00:00:00.000Z');
    expect(to).toBe('2026-03-04T00:00:00.000Z');
    expect(days).toHaveLength(7);
    expect(days.at(-1)).toBe('2026-03-03');
  });

  it('begins a month at its first day', () => {
    expect(spanOf('month', new Date('2026-12-01T00:00:00Z')).days).toEqual(['2026-12-01']);
  });

  it('covers days that are chosen with the last of them', () => {
    expect(spanOfDays('2026-02-28', '2026-03-01')).toEqual({
      from: '2026-02-28T00:00:00.000Z',
      to: '2026-03-02T00:00:00.000Z',
      days: ['2026-02-28', '2026-03-01'],
    });
    expect(spanOfDays('2026-03-01', '2026-03-01').days).toEqual(['2026-03-01']);
  });

  it('says why it cannot cover days', () => {
    expect(dayFault('2026-03-01', '')).toBe('missing');
    expect(dayFault('2026-03-01', '2026-02-30')).toBe('missing');
    expect(dayFault('2026-03-02', '2026-03-01')).toBe('order');
    expect(dayFault('2025-01-01', '2026-01-02')).toBe('long');
    expect(dayFault('2025-01-01', '2026-01-01')).toBeUndefined();
    expect(dayFault('2026-03-01', '2026-03-01')).toBeUndefined();
  });
});

describe('rowsOf', () => {
  it('gives the rest to the others, and zero to days without calls', () => {
    const rows = rowsOf(
      ['2026-01-01', '2026-01-02'],
      [sum('2026-01-01', 100)],
      new Map([['a', [sum('2026-01-01', 60)]]]),
      'cost',
    );
    expect(rows).toEqual([
      { day: '2026-01-01', a: 60, others: 40 },
      { day: '2026-01-02', a: 0, others: 0 },
    ]);
  });
});

it('ranks groups by what is shown, and leaves out those without any', () => {
  const groups = [sum('a', 1, 9), sum('b', 5, 1), sum('c', 0, 3)];
  expect(greatest(groups, 'cost').map(({ group }) => group)).toEqual(['b', 'a']);
  expect(greatest(groups, 'requests').map(({ group }) => group)).toEqual(['a', 'c', 'b']);
});
