const counted = (one: string) => (count: number) => `${count} ${one}${count === 1 ? '' : 's'}`;

/** How numbers, times and amounts are written. */
export const units = {
  locale: 'en-GB',
  nothing: '–',
  days: counted('day'),
  hours: counted('hour'),
  minutes: counted('minute'),
  seconds: counted('second'),
  milliseconds: (count: string) => `${count} ms`,
  shortSeconds: (count: string) => `${count} s`,
  bytes: ['B', 'kB', 'MB', 'GB', 'TB'],
  amount: (count: string, unit: string) => `${count} ${unit}`,
} as const;
