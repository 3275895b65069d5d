import { readFileSync } from 'node:fs';
import { DEFAULT_THEME, defaultCssVariablesResolver, isLightColor, mergeMantineTheme } from '@mantine/core';
import { describe, expect, test } from 'vitest';
import { theme } from './theme';

const COLOURS = ['sea', ...Object.keys(DEFAULT_THEME.colors).filter((name) => name !== 'dark')];
/** What people need who see less sharply: WCAG 2.2, 1.4.3. */
const ENOUGH = 4.5;

for (const scheme of ['light', 'dark'] as const) {
  describe(`in the ${scheme} scheme`, () => {
    const of = variables(scheme);
    const grounds = scheme === 'light' ? ['body', 'gray-0'] : ['body', 'dark-8'];

    test.each(COLOURS)('%s can be read as a text, and on a ground of its own colour', (colour) => {
      const found = [...grounds, `${colour}-light`].flatMap((ground) => [
        [`${colour}-text on ${ground}`, ratio(of(`${colour}-text`), of(ground))] as const,
        [`${colour}-light-color on ${ground}`, ratio(of(`${colour}-light-color`), of(ground))] as const,
      ]);
      expect(found.filter(([, is]) => is < ENOUGH)).toEqual([]);
    });

    test.each(COLOURS)('a secondary text can be read on a ground of %s', (colour) => {
      expect(ratio(of('dimmed'), of(`${colour}-light`))).toBeGreaterThanOrEqual(ENOUGH);
    });

    test.each(['dimmed', 'error'])('%s can be read on every plain ground', (name) => {
      for (const ground of grounds) {
        expect(ratio(of(name), of(ground)), ground).toBeGreaterThanOrEqual(ENOUGH);
      }
    });

    test.each(['sea', 'red'])('what a filled button of %s says can be read', (colour) => {
      const filled = of(`${colour}-filled`);
      expect(ratio(isLightColor(filled, 0.3) ? '#000000' : '#ffffff', filled)).toBeGreaterThanOrEqual(ENOUGH);
    });
  });
}

/** The variables of a scheme as a page has them: the library's, with what app.css puts in their place. */
function variables(scheme: 'light' | 'dark'): (name: string) => string {
  const resolved = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme));
  const all: Record<string, string> = { ...resolved.variables, ...resolved[scheme], ...ownWords(scheme) };
  const value = (text: string): string => {
    const reference = /^var\((--[\w-]+)\)$/.exec(text)?.[1];
    return reference === undefined ? text : value(all[reference] ?? '');
  };
  return (name) => value(`var(--mantine-color-${name})`);
}

function ownWords(scheme: string): Record<string, string> {
  const css = readFileSync(new URL('app.css', import.meta.url), 'utf8');
  const blocks = css.matchAll(/data-mantine-color-scheme="(\w+)"\] \{([^}]*)\}/g);
  const words = [...blocks].filter(([, of]) => of === scheme).flatMap(([, , text]) => [...(text ?? '').split(';')]);
  return Object.fromEntries(words.filter((word) => word.includes(':')).map((word) => word.trim().split(/:\s*/)));
}

/** How far two colours stand apart, from 1 to 21 (WCAG 2.2). */
function ratio(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return Math.floor(((lighter + 0.05) / (darker + 0.05)) * 100) / 100;
}

function luminance(colour: string): number {
  const long = colour.replace(/^#(\w)(\w)(\w)$/, '#$1$1$2$2$3$3');
  const hex = /^#(\w\w)(\w\w)(\w\w)$/
    .exec(long)
    ?.slice(1)
    .map((part) => Number.parseInt(part, 16));
  const parts = hex ?? /^rgba?\((\d+), (\d+), (\d+)/.exec(colour)?.slice(1).map(Number);
  if (parts === undefined) {
    throw new Error(`not a colour: ${colour}`);
  }
  const [red = 0, green = 0, blue = 0] = parts
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
