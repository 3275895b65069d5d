import { t } from '../texts';

/** How a call failed; in the server's own word where a later release knows more of them. */
export function failureText({ kind, status }: { kind: string; status: number }): string {
  return t.failures.of(t.failures.kinds[kind] ?? kind, status);
}
