import { expect, it } from 'vitest';
import { problemOf } from './problem';

const refusal = (code: string) =>
  problemOf(422, { type: `urn:quartermaster:problem:${code}`, title: 'Title', detail: 'Detail.' }, null);

it('tells of a refusal in the words of the server', () => {
  expect(refusal('invalid')).toMatchObject({ code: 'invalid', title: 'Title', message: 'Detail.' });
});

it('tells who changed a form after its answer was lost that the first try had worked', () => {
  const { title, message } = refusal('idempotency_key_reused');
  expect(title).toBe('The first try had worked');
  expect(message).toContain('look at the list');
});
