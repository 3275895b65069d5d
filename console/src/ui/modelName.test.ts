import { expect, it } from 'vitest';
import { namesOf } from './modelName';

const model = {
  id: '1',
  alias: null,
  family: 'openai',
  model: 'gpt-4o',
  provider_id: 'p',
  provider_name: null,
} as const;

it('tells models of one name apart by provider, and leaves others as they are', () => {
  const names = namesOf([
    { ...model, provider_name: 'east' },
    { ...model, id: '2', provider_name: 'west' },
    { ...model, id: '3', provider_id: null },
    { ...model, id: '4', provider_name: 'west', alias: 'smart' },
  ]);
  expect([...names]).toEqual([
    ['1', 'openai/gpt-4o · east'],
    ['2', 'openai/gpt-4o · west'],
    ['3', 'openai/gpt-4o · Any provider of the family'],
    ['4', 'smart'],
  ]);
});

it('tells models apart by id where the provider is the same, or not for the caller to know', () => {
  const names = namesOf([
    { ...model, provider_name: 'east' },
    { ...model, id: '2', provider_name: 'east' },
    { ...model, id: '3' },
  ]);
  expect([...names.values()]).toEqual(['openai/gpt-4o · east · 1', 'openai/gpt-4o · east · 2', 'openai/gpt-4o · 3']);
});
