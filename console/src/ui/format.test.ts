import { expect, it } from 'vitest';
import { formatMoney, moneyText, parseMoney } from './format';

it('reads money exactly, where binary fractions would not', () => {
  expect(parseMoney('0.1')).toBe(100_000);
  expect(parseMoney('4.35')).toBe(4_350_000);
  expect(parseMoney(' 12,5 ')).toBe(12_500_000);
  expect(parseMoney('0.000001')).toBe(1);
});

it('takes a comma for a decimal sign, unless it may part thousands', () => {
  for (const text of ['1,000', '10,000', ' 1,000 ', '0,125', '1,000,000', '1,000.50', '1.000,50']) {
    expect(parseMoney(text)).toBeUndefined();
  }
  expect(parseMoney('12,50')).toBe(12_500_000);
  expect(parseMoney('0,1250')).toBe(125_000);
  expect(parseMoney('1.000')).toBe(1_000_000);
});

it('refuses what is no amount', () => {
  for (const text of ['', '-1', '1.2345678', 'ten', '1e3', '1 000']) {
    expect(parseMoney(text)).toBeUndefined();
  }
});

it('writes what it reads', () => {
  for (const micros of [0, 1, 100_000, 12_500_000, 999_999_999_999]) {
    expect(parseMoney(moneyText(micros))).toBe(micros);
  }
});

it('keeps the digits of small sums', () => {
  expect(formatMoney(1_234, 'USD')).toContain('0.001234');
  expect(formatMoney(12_500_000, 'USD')).toContain('12.50');
  expect(formatMoney(null, 'USD')).toBe('–');
});
