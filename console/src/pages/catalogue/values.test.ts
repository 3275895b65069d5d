import { expect, it } from 'vitest';
import type { CatalogueModel } from '../models/api';
import { bodyOf, isComplete, valuesOf } from './values';

const shipped = {
  model_type: 'llm',
  display_name: null,
  context_window: 1000,
  max_output: null,
  capabilities: ['vision', 'tools'],
  prices: { input: '1', output: '2' },
  prices_source: 'shipped',
} as unknown as CatalogueModel;

it('leaves the prices out that are the release’s, so that they go on following it', () => {
  expect(bodyOf(valuesOf(shipped))).not.toHaveProperty('prices');
});

it('tells no price from one that nobody set', () => {
  expect(bodyOf(valuesOf({ ...shipped, prices: null, prices_source: 'operator' })).prices).toBeNull();
  expect(bodyOf(valuesOf({ ...shipped, prices: null, prices_source: 'none' }))).not.toHaveProperty('prices');
});

it('sends an operator’s prices as they were written', () => {
  const values = valuesOf({ ...shipped, prices: { input: '1.10', output: '2' }, prices_source: 'operator' });
  expect(bodyOf(values).prices).toEqual({ input: '1.10', output: '2' });
  expect(isComplete(values)).toBe(true);
  expect(isComplete({ ...values, prices: { whose: 'operator', prices: { input: '1,10', output: '2' } } })).toBe(false);
});
