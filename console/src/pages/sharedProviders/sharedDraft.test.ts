import { expect, it } from 'vitest';
import type { Family } from '../../api/families';
import { bodyOf, newDraft } from './sharedDraft';

const family = { credential_forms: ['api_key'] } as unknown as Family;

it('sends no credential where none was typed, so that the stored one stays', () => {
  expect(bodyOf({ name: 'main' })).toEqual({ name: 'main' });
  expect(bodyOf({ secret: newDraft(family).secret })).toEqual({});
});

it('sends what was typed, and null to take the stored one away', () => {
  const { secret } = newDraft(family);
  expect(bodyOf({ secret: { ...secret, apiKey: ' key ' } })).toEqual({ api_key: 'key' });
  expect(bodyOf({ secret: { ...secret, remove: true } })).toEqual({ api_key: null });
});
