import { t } from '../texts';

const words = t.units;
const LOCALE = words.locale;

const dateTime = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: 'UTC' });
const whole = new Intl.NumberFormat(LOCALE);
const percent = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 1 });
const compact = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumFractionDigits: 1 });

/** A moment in the reader's own time zone. */
export function formatTime(text: string | null | undefined): string {
  return text ? dateTime.format(new Date(text)) : words.nothing;
}

/** A day of UTC, as budgets and the ledger count them. */
export function formatDay(text: string): string {
  return day.format(new Date(text));
}

export function formatCount(count: number | null | undefined): string {
  return count === null || count === undefined ? words.nothing : whole.format(count);
}

export function formatShare(share: number): string {
  return percent.format(share);
}

export function formatCompact(count: number): string {
  return compact.format(count);
}

/** Millionths of a currency; small sums keep the digits that say something. */
export function formatMoney(micros: number | null | undefined, currency: string): string {
  if (micros === null || micros === undefined) {
    return words.nothing;
  }
  const amount = micros / 1_000_000;
  const digits = amount !== 0 && Math.abs(amount) < 0.01 ? 6 : amount !== 0 && Math.abs(amount) < 1 ? 4 : 2;
  return new Intl.NumberFormat(LOCALE, {
    style: 'currency',
    currency,
    minimumFractionDigits: 2,
    maximumFractionDigits: digits,
  }).format(amount);
}

export function formatMillis(micros: number | null | undefined): string {
  if (micros === null || micros === undefined) {
    return words.nothing;
  }
  const millis = micros / 1000;
  return millis < 1000
    ? words.milliseconds(String(Math.round(millis)))
    : words.shortSeconds((millis / 1000).toFixed(2));
}

export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < words.bytes.length - 1) {
    value /= 1000;
    unit++;
  }
  return words.amount(unit === 0 ? String(value) : value.toFixed(1), words.bytes[unit] ?? '');
}

/**
 * An amount of money as a person types it, in millionths; undefined when it is no amount. Exact: no binary fraction in between. A comma
 * is a decimal sign, but not before three digits: "1,000" is a thousand to some and one to others.
 */
export function parseMoney(text: string): number | undefined {
  const match = /^\s*(\d{1,9})(?:(?:\.|,(?!\d{3}\s*$))(\d{1,6}))?\s*$/.exec(text);
  if (!match) {
    return undefined;
  }
  return Number(match[1]) * 1_000_000 + Number((match[2] ?? '').padEnd(6, '0'));
}

/** Millionths as a person would type them: 12500000 is 12.5. */
export function moneyText(micros: number): string {
  const units = Math.floor(micros / 1_000_000);
  const rest = String(micros % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return rest === '' ? String(units) : `${units}.${rest}`;
}
