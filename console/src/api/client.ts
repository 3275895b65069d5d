import createClient, { type Middleware } from 'openapi-fetch';
import { currentSession, endSession, keepSession } from '../session/current';
import { t } from '../texts';
import type { components, paths } from './admin.gen';
import { Problem, problemOf } from './problem';

export type Schemas = components['schemas'];

const CSRF = 'x-qm-csrf';
const ASKS_WHO_IT_IS = /\/(sign-in|sign-out)$/;

const session: Middleware = {
  onRequest({ request }) {
    const { csrfToken } = currentSession();
    if (
      csrfToken !== null &&
      request.method !== 'GET' &&
      request.method !== 'HEAD' &&
      !request.headers.has('authorization')
    ) {
      request.headers.set(CSRF, csrfToken);
    }
    return request;
  },
  async onResponse({ request, response }) {
    if (response.ok) {
      return response;
    }
    const problem = await problemIn(response);
    if (response.status === 401 && problem.code === 'not_signed_in' && !ASKS_WHO_IT_IS.test(request.url)) {
      endSession();
    }
    throw problem;
  },
  onError({ error }) {
    if (error instanceof Problem || (error instanceof DOMException && error.name === 'AbortError')) {
      return error;
    }
    return new Problem(0, 'unreachable', t.problems.unreachable, t.problems.unreachableHint);
  },
};

async function problemIn(response: Response): Promise<Problem> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return problemOf(response.status, body, response.headers.get('retry-after'));
}

/** A sign-in in another tab gives the session another token: the same person's write is sent once more with that. */
async function send(request: Request): Promise<Response> {
  const again = request.method === 'GET' ? undefined : request.clone();
  const response = await fetch(request);
  if (again === undefined || response.status !== 403 || (await problemIn(response)).code !== 'csrf') {
    return response;
  }
  const me = await dataOf(api.GET('/me'));
  await keepSession(me.user_id, me.csrf_token);
  again.headers.set(CSRF, me.csrf_token ?? '');
  return fetch(again);
}

/** The admin API. Every answer that is not a success is thrown as a {@link Problem}. */
export const api = createClient<paths>({ baseUrl: '/api/v1', credentials: 'same-origin', fetch: send });
api.use(session);

/** What a successful answer brought; the client's middleware has thrown the others. */
export async function dataOf<T>(answer: Promise<{ data?: T; response: Response }>): Promise<T> {
  const { data } = await answer;
  return data as T;
}

/** The header that makes a write conditional on the version that the user saw. */
export function ifMatch(version: number): { 'If-Match': string } {
  return { 'If-Match': `"${version}"` };
}

/** A page of a list. */
export interface Page<T> {
  readonly data: readonly T[];
  readonly next_cursor: string | null;
}

/** All entries of a list that is known to be short enough to be held as a whole, a few hundred at most. */
export async function allOf<T>(fetchPage: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await fetchPage(cursor);
    all.push(...page.data);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}
