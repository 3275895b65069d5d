import { expect, it } from 'vitest';
import { readSignInSearch } from './signInSearch';

it('takes the code of a problem, and no sentence', () => {
  expect(readSignInSearch({ failed: 'openid_refused' }).failed).toBe('openid_refused');
  for (const failed of ['Call 555-0100 for help', 'a b', '', 'x'.repeat(41), 5, ['openid_refused']]) {
    expect(readSignInSearch({ failed }).failed).toBeUndefined();
  }
});

it('leads to pages of this server alone', () => {
  expect(readSignInSearch({ next: '/t/acme?q=1' }).next).toBe('/t/acme?q=1');
  for (const next of ['https://example.org', '//example.org', '/\\example.org', 'acme', undefined]) {
    expect(readSignInSearch({ next }).next).toBeUndefined();
  }
});
