import { expect, it } from 'vitest';
import { Problem } from '../../api/problem';
import { changedNumbers } from './limitNumbers';

const stored = { requests_per_minute: 600, tokens_per_minute: null, version: 2 };

it('lays what was changed over what is stored', () => {
  expect(changedNumbers(stored, { tokens_per_minute: 90_000 }, 2)).toEqual({
    requests_per_minute: 600,
    tokens_per_minute: 90_000,
  });
});

it('lifts no limit of which two people took a number each', () => {
  const without = (seen: number) => {
    try {
      return changedNumbers(stored, { requests_per_minute: null }, seen);
    } catch (problem) {
      return problem;
    }
  };
  expect(without(1)).toBeInstanceOf(Problem);
  expect(without(1)).toMatchObject({ status: 412, current: stored });
  expect(without(2)).toMatchObject({ status: 422, code: 'impossible' });
});
