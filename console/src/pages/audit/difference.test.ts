import { describe, expect, it } from 'vitest';
import { differences, subjectName } from './difference';

describe('differences', () => {
  it('names nested fields by their paths, and hides what stayed', () => {
    const before = { name: 'a', settings: { timeouts: { idle_ms: 5 }, region: 'eu' }, version: 1, updated_at: 'x' };
    const after = { name: 'a', settings: { timeouts: { idle_ms: 6 }, region: 'eu' }, version: 2, updated_at: 'y' };
    expect(differences(before, after)).toEqual([{ path: 'settings.timeouts.idle_ms', before: 5, after: 6 }]);
  });

  it('shows every field of what is new, except those that say nothing', () => {
    expect(differences(null, { name: 'a', alias: null, enabled: true })).toEqual([
      { path: 'name', before: undefined, after: 'a' },
      { path: 'enabled', before: undefined, after: true },
    ]);
  });

  it('takes a list of texts as one value, and a list of objects entry by entry', () => {
    expect(differences({ models: ['a'] }, { models: ['a', 'b'] })).toEqual([
      { path: 'models', before: ['a'], after: ['a', 'b'] },
    ]);
    expect(differences({ of: [{ id: 1 }] }, { of: [{ id: 1 }, { id: 2 }] })).toEqual([
      { path: 'of.1.id', before: undefined, after: 2 },
    ]);
  });

  it('tells an object that became a value', () => {
    expect(differences({ prices: null }, { prices: { input: '1' } })).toEqual([
      { path: 'prices.input', before: undefined, after: '1' },
    ]);
  });
});

it('calls a thing by the name that it has or had', () => {
  expect(subjectName({ name: 'old' }, null)).toBe('old');
  expect(subjectName({ name: 'old' }, { name: 'new' })).toBe('new');
  expect(subjectName(null, { id: 'x' })).toBeUndefined();
});
