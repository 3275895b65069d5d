import { expect, it } from 'vitest';
import { failureText } from './failure';

it('tells a failure in words, and one that is not known as the server does', () => {
  expect(failureText({ kind: 'rate_limited', status: 429 })).toBe('too many calls (429)');
  expect(failureText({ kind: 'gone_fishing', status: 503 })).toBe('gone_fishing (503)');
});
