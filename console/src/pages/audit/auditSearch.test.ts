import { expect, it } from 'vitest';
import { readAuditSearch } from './auditSearch';

it('reads which changes a link asks for', () => {
  const query = { action: 'model.change', subject_kind: 'model', subject_id: '17', from: '2026-03-01T10:00:00.000Z' };
  expect(readAuditSearch({ ...query, subject_id: 17, other: 'x' })).toEqual(query);
});

it('leaves out what the API would refuse', () => {
  expect(readAuditSearch({ action: '', subject_id: 'x'.repeat(201), from: 'soon', to: null, actor: ['a'] })).toEqual(
    {},
  );
});

it('takes nothing for a time that the page could not show', () => {
  for (const from of ['+275760-09-13T00:00:00Z', '9999-12-31T23:59:00-10:00', '2026-13-01T00:00:00Z', '5', 5, 2026]) {
    expect(readAuditSearch({ from }).from).toBeUndefined();
  }
  expect(readAuditSearch({ from: '0202-03-01T10:00:00Z' }).from).toBe('0202-03-01T10:00:00.000Z');
});

it('names what it leaves out too, or the router would let it through', () => {
  expect(Object.keys(readAuditSearch({ from: 'soon' }))).toHaveLength(6);
});
