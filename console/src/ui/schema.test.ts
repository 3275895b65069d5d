import { describe, expect, it } from 'vitest';
import { below, changesOf, controlOf, labelOf, pairMistakes, sameJson, withField, withFixed } from './schema';

describe('controlOf', () => {
  it('chooses by type, and takes null for absence', () => {
    expect(controlOf({ type: 'string' })).toEqual({ kind: 'text' });
    expect(controlOf({ type: ['integer', 'null'] })).toEqual({ kind: 'number', whole: true });
    expect(controlOf({ type: 'string', enum: ['a', 'b'] })).toEqual({ kind: 'choice', choices: ['a', 'b'] });
    expect(controlOf({ type: 'object', additionalProperties: { type: 'number' } })).toEqual({
      kind: 'pairs',
      numbers: true,
    });
    expect(controlOf({ type: 'array', items: { type: 'string' } })).toEqual({ kind: 'texts' });
  });

  it('writes what has several shapes as JSON', () => {
    expect(controlOf({ type: ['string', 'array'] })).toEqual({ kind: 'json' });
    expect(controlOf({ type: 'array', items: { type: 'object' } })).toEqual({ kind: 'json' });
  });
});

describe('changesOf', () => {
  it('names only the fields that differ', () => {
    expect(changesOf({ a: 1, b: { x: 1, y: 2 }, c: 'k' }, { a: 2, b: { y: 2, x: 1 }, c: 'k' })).toEqual({ a: 2 });
  });

  it('tells a cleared field from one that was never set', () => {
    expect(changesOf<{ a: string | null; b?: string | null }>({ a: 'x' }, { a: null, b: null })).toEqual({ a: null });
  });
});

it('keeps other fields when one is set or taken out', () => {
  expect(withField({ a: 1, b: 2 }, 'a', 3)).toEqual({ a: 3, b: 2 });
  expect(withField({ a: 1, b: 2 }, 'a', undefined)).toEqual({ b: 2 });
});

it('compares JSON whatever the order of fields, but not of entries', () => {
  expect(sameJson({ a: [1, 2], b: null }, { b: null, a: [1, 2] })).toBe(true);
  expect(sameJson([1, 2], [2, 1])).toBe(false);
});

it('spells names as people read them', () => {
  expect(labelOf('api_version')).toBe('API version');
  expect(labelOf('first_byte_ms')).toBe('First byte ms');
});

describe('a field of one possible value', () => {
  const schema = { properties: { type: { type: 'string', const: 'account' }, id: { type: 'string' } } };

  it('comes along with what is entered, and not alone', () => {
    expect(withFixed(schema, { id: 'a' })).toEqual({ type: 'account', id: 'a' });
    expect(withFixed(schema, { type: 'account' })).toEqual({});
    expect(withFixed(schema, {})).toEqual({});
  });

  it('keeps another value that a file brought, for the server to refuse', () => {
    expect(withFixed(schema, { type: 'user' })).toEqual({ type: 'user' });
  });
});

it('finds the entries of a list that cannot be stored as they are', () => {
  const pairs = [
    ['', ''],
    ['a', '1'],
    ['', '2'],
    ['a', '3'],
    ['b', ''],
    ['c', 'x'],
  ] as const;
  expect(pairMistakes(pairs, true)).toEqual([
    undefined,
    undefined,
    'unnamed',
    'repeated',
    'not_a_number',
    'not_a_number',
  ]);
  expect(pairMistakes([['b', '']], false)).toEqual([undefined]);
});

it('tells errors of a field from those of another that begins alike', () => {
  expect(below({ 'a.b': 'wrong', 'ab.c': 'other', a: 'whole' }, 'a')).toEqual({ b: 'wrong' });
});
