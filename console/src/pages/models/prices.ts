import { t } from '../../texts';
import type { Prices } from './api';

export const PRICE_NAMES = [
  'input',
  'output',
  'cached_input',
  'cache_write',
  'reasoning',
  'request',
  'audio_input',
  'audio_output',
  'image_input',
  'image_output',
  'second',
  'image',
  'character',
] as const;

export type PriceName = (typeof PRICE_NAMES)[number];

/** Prices as they are typed and stored: decimals as texts, never numbers; what is not set is left out. */
export type PriceTexts = Readonly<Partial<Record<PriceName, string>>>;

const PATTERN = /^(0|[1-9][0-9]{0,8})(\.[0-9]{1,12})?$/;
const LONGEST = 24;

export function isPrice(text: string): boolean {
  return text.length <= LONGEST && PATTERN.test(text);
}

/** The prices that are set. */
export function priceTexts(prices: Prices | null | undefined): PriceTexts {
  return Object.fromEntries(
    PRICE_NAMES.flatMap((name) => {
      const text = prices?.[name];
      return text === null || text === undefined ? [] : [[name, text]];
    }),
  );
}

/** What keeps prices from being sent, by field: input and output are needed, and all must be decimals. */
export function priceMistakes(prices: PriceTexts | null): Partial<Record<PriceName, string>> {
  const mistakes: Partial<Record<PriceName, string>> = {};
  if (prices === null) {
    return mistakes;
  }
  for (const name of PRICE_NAMES) {
    const text = prices[name];
    if (text !== undefined && !isPrice(text)) {
      mistakes[name] = t.models.prices.wrong;
    } else if (text === undefined && (name === 'input' || name === 'output')) {
      mistakes[name] = t.models.prices.missing;
    }
  }
  return mistakes;
}

/** As the API takes them; to be called with prices that have no mistakes. */
export function pricesBody(prices: PriceTexts | null): Prices | null {
  return prices === null ? null : { ...prices, input: prices.input ?? '', output: prices.output ?? '' };
}

/** All that are set, in words. */
export function pricesText(prices: PriceTexts | null): string {
  return prices === null
    ? t.conflict.unset
    : PRICE_NAMES.filter((name) => prices[name] !== undefined)
        .map((name) => `${t.models.prices.names[name]} ${prices[name]}`)
        .join(', ');
}
