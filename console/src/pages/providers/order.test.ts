import { expect, it } from 'vitest';
import { adapted, moved, sameOrder } from './order';

it('moves one entry and keeps the others in order', () => {
  expect(moved(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd']);
  expect(moved(['a', 'b', 'c', 'd'], 3, 0)).toEqual(['d', 'a', 'b', 'c']);
  expect(moved(['a'], 4, 0)).toEqual(['a']);
});

it('keeps a chosen order when a provider came or went meanwhile', () => {
  expect(adapted(['c', 'a', 'b'], ['a', 'b', 'd'])).toEqual(['a', 'b', 'd']);
  expect(adapted(['b', 'a'], ['a', 'b', 'new'])).toEqual(['b', 'a', 'new']);
});

it('compares by place', () => {
  expect(sameOrder(['a', 'b'], ['a', 'b'])).toBe(true);
  expect(sameOrder(['a', 'b'], ['b', 'a'])).toBe(false);
  expect(sameOrder(['a'], ['a', 'b'])).toBe(false);
});
