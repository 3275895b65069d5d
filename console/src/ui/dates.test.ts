import { afterEach, expect, it, vi } from 'vitest';
import { fromLocalInput, inWords, localInput } from './dates';

it('gives a moment to an input and takes it back', () => {
  // tests run in Kathmandu, at UTC+05:45
  expect(localInput('2026-03-04T05:06:00.000Z')).toBe('2026-03-04T10:51');
  expect(fromLocalInput('2026-03-04T10:51')).toBe('2026-03-04T05:06:00.000Z');
  expect(fromLocalInput(localInput('2026-03-04T05:06:00.000Z'))).toBe('2026-03-04T05:06:00.000Z');
  expect(localInput(null)).toBe('');
  expect(fromLocalInput('')).toBeNull();
  expect(fromLocalInput('soon')).toBeNull();
});

afterEach(() => {
  vi.unstubAllEnvs();
});

it('gives back what was typed while a year is typed', () => {
  vi.stubEnv('TZ', 'Europe/Berlin'); // of whose old times the offset has seconds
  for (const year of ['0002', '0020', '0202', '2026']) {
    expect(localInput(fromLocalInput(`${year}-03-01T10:00`))).toBe(`${year}-03-01T10:00`);
  }
});

it('shows nothing for what is no moment', () => {
  expect(localInput('soon')).toBe('');
  expect(localInput('-000001-01-01T00:00:00Z')).toBe('');
});

it('says spans in words', () => {
  expect(inWords(90_000)).toBe('1 day 1 hour');
  expect(inWords(61)).toBe('1 minute 1 second');
  expect(inWords(0)).toBe('0 seconds');
});
