import { expect, it } from 'vitest';
import { isPrice, priceMistakes, pricesBody, priceTexts } from './prices';

it('takes decimals as texts, with all their digits', () => {
  for (const text of ['0', '2.50', '0.000000000001', '999999999.123456789012', '15']) {
    expect(isPrice(text)).toBe(true);
  }
  for (const text of ['', '-1', '01', '1.', '.5', '1e3', '2,50', '1.1234567890123', '1000000000', ' 1']) {
    expect(isPrice(text)).toBe(false);
  }
});

it('keeps only the prices that are set, as they were written', () => {
  expect(priceTexts({ input: '2.50', output: '10.00', cached_input: null })).toEqual({
    input: '2.50',
    output: '10.00',
  });
  expect(priceTexts(null)).toEqual({});
});

it('needs input and output once prices are set', () => {
  expect(priceMistakes(null)).toEqual({});
  expect(Object.keys(priceMistakes({}))).toEqual(['input', 'output']);
  expect(Object.keys(priceMistakes({ input: '1', output: '2', request: 'x' }))).toEqual(['request']);
  expect(pricesBody({ input: '1.10', output: '2', request: '0.01' })).toEqual({
    input: '1.10',
    output: '2',
    request: '0.01',
  });
});
