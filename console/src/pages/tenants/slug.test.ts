import { expect, it } from 'vitest';
import { slugOf } from './slug';

it('suggests what the server takes as a slug', () => {
  expect(slugOf('Große Küche GmbH & Co.')).toBe('grosse-kuche-gmbh-co');
  expect(slugOf('  Acme  ')).toBe('acme');
  expect(slugOf('日本')).toBe('');
  expect(slugOf(`${'a'.repeat(62)} b`)).toBe('a'.repeat(62));
});
