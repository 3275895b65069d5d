import { expect, it } from 'vitest';
import { readUsageSearch } from './usageSearch';

it('reads what a link says', () => {
  expect(readUsageSearch({ span: '7d', by: 'key', show: 'tokens' })).toEqual({ span: '7d', by: 'key', show: 'tokens' });
  const own = { span: 'own', from: '2026-02-27', to: '2026-03-02' };
  expect(readUsageSearch(own)).toEqual(own);
});

it('leaves out what is as usual, and what it does not know', () => {
  expect(readUsageSearch({ span: '30d', by: 'model', show: 'cost', other: 1 })).toEqual({});
  expect(readUsageSearch({ span: 'year', by: ['key'], show: null })).toEqual({});
  expect(readUsageSearch({ span: { toString: 1 }, from: { toString: 1 }, key: {} })).toEqual({});
});

it('takes days that are none, or in the wrong order, for none', () => {
  expect(readUsageSearch({ span: 'own', from: '2026-03-02', to: '2026-03-01' })).toEqual({});
  expect(readUsageSearch({ span: 'own', from: '2026-02-30', to: '2026-03-01' })).toEqual({});
  expect(readUsageSearch({ span: 'own' })).toEqual({});
  expect(readUsageSearch({ from: '2026-03-01', to: '2026-03-02' })).toEqual({});
});

it('reads which calls are shown, and takes what is no id for none', () => {
  const filter = { outcome: 'timed_out', key: '0190a0a0-1111-7222-8333-444455556666' };
  expect(readUsageSearch(filter)).toEqual(filter);
  expect(readUsageSearch({ outcome: 'lost', model: 'gpt-4o', member: 1e5 })).toEqual({});
});

it('names what it leaves out too, or the router would let it through', () => {
  expect(readUsageSearch({ span: 'own', from: 'soon', key: 'k' })).toHaveProperty('from', undefined);
  expect(Object.keys(readUsageSearch({}))).toHaveLength(10);
});
