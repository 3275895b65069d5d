import { t } from '../texts';

/** A mistake in one field of a request, as the server names it: `body.name`, `body.settings.region`. */
export interface FieldMistake {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** Why the server did not do what it was asked (RFC 9457), or why it could not be asked at all (status 0). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly errors: readonly FieldMistake[];
  /** With 412: what is stored now, as a read would show it. */
  readonly current: unknown;
  /** What an operator finds the request by in the server's log. */
  readonly requestId: string | undefined;
  /** Seconds after which it makes sense to try again. */
  readonly retryAfter: number | undefined;

  constructor(
    status: number,
    code: string,
    title: string,
    detail: string,
    more: { errors?: readonly FieldMistake[]; current?: unknown; requestId?: string; retryAfter?: number } = {},
  ) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.title = title;
    this.errors = more.errors ?? [];
    this.current = more.current;
    this.requestId = more.requestId;
    this.retryAfter = more.retryAfter;
  }

  get isStale(): boolean {
    return this.status === 412;
  }

  /** The messages by the path of the field in the body: `name`, `settings.region`. */
  byField(): Record<string, string> {
    const messages: Record<string, string> = {};
    for (const { field, message } of this.errors) {
      const path = field.replace(/^body\.?/, '').replace(/\[(\d+)]/g, '.$1');
      messages[path] ??= message;
    }
    return messages;
  }
}

/** Where a person needs other words than a program. */
const WORDS: Readonly<Record<string, { title: string; detail: string }>> = {
  idempotency_key_reused: { title: t.problems.triedBefore, detail: t.problems.triedBeforeHint },
};

const PREFIX = 'urn:quartermaster:problem:';

/** Reads what the server answered in place of what was asked for; a proxy in between may have answered anything. */
export function problemOf(status: number, body: unknown, retryAfter: string | null): Problem {
  const document = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const type = typeof document.type === 'string' ? document.type : '';
  const code = type.startsWith(PREFIX) ? type.slice(PREFIX.length) : `http_${status}`;
  const words = WORDS[code] ?? document;
  const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
  return new Problem(
    status,
    code,
    typeof words.title === 'string' ? words.title : t.problems.status(status),
    typeof words.detail === 'string' ? words.detail : t.problems.answered(status),
    {
      errors: Array.isArray(document.errors) ? (document.errors as FieldMistake[]) : [],
      current: document.current,
      requestId: typeof document.instance === 'string' ? document.instance.replace('urn:uuid:', '') : undefined,
      retryAfter: Number.isFinite(seconds) ? seconds : undefined,
    },
  );
}
