/** Whether a text is somewhere in these, whatever its case; as the server searches. */
export function isIn(text: string, ...values: readonly string[]): boolean {
  const sought = text.trim().toLowerCase();
  return values.some((value) => value.toLowerCase().includes(sought));
}
