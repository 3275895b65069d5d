/** The list with one entry moved to another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const others = list.filter((_, at) => at !== from);
  const one = list[from];
  return one === undefined ? [...list] : [...others.slice(0, to), one, ...others.slice(to)];
}

/** The order that is chosen, adapted to what is stored now: what is gone goes, what is new comes last. */
export function adapted(chosen: readonly string[], stored: readonly string[]): string[] {
  return [...chosen.filter((id) => stored.includes(id)), ...stored.filter((id) => !chosen.includes(id))];
}

export function sameOrder(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, at) => id === other[at]);
}
