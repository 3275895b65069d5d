import { t } from '../texts';

/** What an input of a local date and time shows for a moment; to the minute; nothing for what is none. */
export function localInput(time: string | null | undefined): string {
  if (!time) {
    return '';
  }
  const at = new Date(time);
  if (!(at.getFullYear() > 0)) {
    return '';
  }
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Between which an input of a local date and time lets people choose; without, years have six digits. */
export const LOCAL_SPAN = { min: '1970-01-01T00:00', max: '9999-12-31T23:59' } as const;

/** The moment that an input of a local date and time means; null when it is empty, or none. */
export function fromLocalInput(text: string): string | null {
  const at = new Date(text);
  return text === '' || Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** Seconds in the units that people use: 90000 is "1 day 1 hour". */
export function inWords(seconds: number): string {
  const units = [
    [t.units.days, 86_400],
    [t.units.hours, 3600],
    [t.units.minutes, 60],
    [t.units.seconds, 1],
  ] as const;
  let left = seconds;
  const words: string[] = [];
  for (const [say, length] of units) {
    const count = Math.floor(left / length);
    left -= count * length;
    if (count > 0) {
      words.push(say(count));
    }
  }
  return words.length === 0 ? t.units.seconds(0) : words.join(' ');
}
