import { useSyncExternalStore } from 'react';

/** Whose pages this tab shows, and the CSRF token of the session, which every write carries. Kept in memory alone. */
interface Current {
  readonly person: string | undefined;
  readonly csrfToken: string | null;
  /** The server said that the session is over; what is shown stays, and the same person may go on with it. */
  readonly over: boolean;
}

const NOBODY: Current = { person: undefined, csrfToken: null, over: false };
let current = NOBODY;
const listeners = new Set<() => void>();

function become(next: Current): void {
  current = next;
  for (const listener of listeners) {
    listener();
  }
}

export function currentSession(): Current {
  return current;
}

/**
 * Notes who is signed in. Where that is another person than the one whose pages are shown, the whole page is read anew, so that
 * nothing of one person is shown to the other or saved by them; the promise then never ends.
 */
export function keepSession(person: string | null, csrfToken: string | null): Promise<void> {
  if (current.person !== undefined && person !== null && current.person !== person) {
    window.location.reload();
    return new Promise(() => undefined);
  }
  become({ person: person ?? undefined, csrfToken, over: false });
  return Promise.resolve();
}

/** The person signed out, or somebody begins to sign in on a page that shows nothing of anybody. */
export function forgetSession(): void {
  become(NOBODY);
}

/** The server says that nobody is signed in; for who had not been, that is no news. */
export function endSession(): void {
  if (current.person !== undefined && !current.over) {
    become({ ...current, over: true });
  }
}

export function useSessionOver(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current.over,
  );
}
