/** What is asked for, as the address has it too, so that a link shows the same; undefined asks for any. */
export interface AuditQuery {
  readonly action?: string;
  readonly subject_kind?: string;
  readonly subject_id?: string;
  readonly actor?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Takes what can be asked for from an address that somebody may have written by hand. What cannot is undefined: the router would let it through where it is left out. */
export function readAuditSearch(search: Readonly<Record<string, unknown>>): AuditQuery {
  return {
    action: textOf(search.action, 100),
    subject_kind: textOf(search.subject_kind, 100),
    subject_id: textOf(search.subject_id, 200),
    actor: textOf(search.actor, 200),
    from: timeOf(search.from),
    to: timeOf(search.to),
  };
}

function textOf(value: unknown, longest: number): string | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return text === '' || text.length > longest ? undefined : text;
}

const TIME = /^\d{4}-\d\d-\d\dT/;

function timeOf(value: unknown): string | undefined {
  const time = typeof value === 'string' && TIME.test(value) ? new Date(value) : undefined;
  if (time === undefined || Number.isNaN(time.getTime())) {
    return undefined;
  }
  const text = time.toISOString();
  return TIME.test(text) ? text : undefined; // in UTC it may be of the year 10000
}
