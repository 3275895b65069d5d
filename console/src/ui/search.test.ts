import { expect, it } from 'vitest';
import { isIn } from './search';

it('finds a text whatever its case, anywhere in any of the values', () => {
  expect(isIn('JOB', 'Batch_job', 'other')).toBe(true);
  expect(isIn(' other ', 'Batch_job', 'the OTHER one')).toBe(true);
  expect(isIn('b.tch', 'Batch_job')).toBe(false);
});

it('finds all when nothing is sought', () => {
  expect(isIn(' ', 'anything')).toBe(true);
});
