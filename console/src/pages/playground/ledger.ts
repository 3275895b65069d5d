import { api, dataOf, type Schemas } from '../../api/client';

const PAUSE = 500; // milliseconds
const TRIES = 20;

/**
 * What the ledger says of a call, asked until it is settled; null when it is not within about ten seconds.
 *
 * @param key whose calls are looked through; all that the caller may see when it is not known
 */
export async function settledEvent(
  tenant: string,
  requestId: string,
  key: string | undefined,
  signal: AbortSignal,
): Promise<Schemas['UsageEvent'] | null> {
  for (let tried = 0; tried < TRIES; tried++) {
    const page = await dataOf(
      api.GET('/tenants/{tenant}/usage/events', {
        params: { path: { tenant }, query: key === undefined ? { limit: 200 } : { key, limit: 20 } },
        signal,
      }),
    );
    const { data } = page as Schemas['UsageEventPage']; // it could be CSV, if that were asked for
    const found = data.find(({ request_id }) => request_id === requestId);
    if (found) {
      return found;
    }
    await new Promise((resume) => setTimeout(resume, PAUSE));
  }
  return null;
}
