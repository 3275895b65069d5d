import { expect, it } from 'vitest';
import type { Budget } from './api';
import { saidOf, searchBudgets } from './budgetSearch';

it('knows what the console calls the kinds of things', () => {
  expect(saidOf('api')).toEqual({ scope: 'key', q: 'key' });
  expect(saidOf('API key')).toEqual({ scope: 'key', q: 'key' });
  expect(saidOf('the whole')).toEqual({ scope: 'tenant', q: 'tenant' });
  expect(saidOf('api KEY Nightly')).toEqual({ scope: 'key', q: 'Nightly' });
  expect(saidOf('Model smart')).toEqual({ scope: 'model', q: 'smart' });
});

it('leaves to the server what that knows', () => {
  for (const text of ['key', 'model', 'Member', 'tenant', 'nightly']) {
    expect(saidOf(text)).toBeUndefined();
  }
});

it('finds those of the kind once, and what else has the text in its name', async () => {
  const all = [
    { id: '1', scope: 'key', words: 'key nightly' },
    { id: '2', scope: 'model', words: 'model api-model' },
    { id: '3', scope: 'key', words: 'key api' },
    { id: '4', scope: 'member', words: 'member turnkey' },
    { id: '5', scope: 'model', words: 'model second api' },
  ];
  const fetch = async (cursor: string | undefined, q = '') => {
    const found = all.filter(({ id, words }) => words.includes(q) && id > (cursor ?? ''));
    return {
      data: found.slice(0, 2) as unknown as Budget[],
      next_cursor: found.length > 2 ? (found[1]?.id ?? null) : null,
    };
  };
  const ids = async (cursor: string | undefined, q: string) =>
    (await searchBudgets(fetch, cursor, q)).data.map(({ id }) => id);
  expect(await ids(undefined, 'api')).toEqual(['1', '3', '2']);
  expect(await ids('3', 'api')).toEqual(['5']);
  expect(await ids(undefined, 'nightly')).toEqual(['1']);
});
