import { expect, it } from 'vitest';
import { choicesOf } from './choices';

const model = {
  alias: null,
  family: 'openai',
  model: 'gpt-4o',
  display_name: null,
  provider_id: null,
  model_type: 'llm',
  usable: true,
} as const;

it('tells models of one name apart by provider, and calls them by id', () => {
  const choices = choicesOf(
    [
      { ...model, id: '1', provider_id: 'e' },
      { ...model, id: '2', provider_id: 'w' },
      { ...model, id: '3', alias: 'smart' },
      { ...model, id: '4', model: 'gpt-4o-mini', display_name: 'Mini' },
    ],
    new Map([
      ['e', 'east'],
      ['w', 'west'],
    ]),
  );
  expect(choices).toEqual([
    { value: '1', label: 'openai/gpt-4o · east', called: '1' },
    { value: '2', label: 'openai/gpt-4o · west', called: '2' },
    { value: '3', label: 'smart', called: 'smart' },
    { value: '4', label: 'Mini (openai/gpt-4o-mini)', called: 'openai/gpt-4o-mini' },
  ]);
});

it('leaves out what cannot be chatted with, and still minds its name', () => {
  const choices = choicesOf(
    [
      { ...model, id: '1' },
      { ...model, id: '2', usable: false },
      { ...model, id: '3', model_type: 'image', model: 'dall-e' },
    ],
    new Map(),
  );
  expect(choices).toEqual([{ value: '1', label: 'openai/gpt-4o', called: '1' }]);
});
