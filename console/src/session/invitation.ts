const KEY = 'quartermaster.invitation';
const PREFIX = 'invitation=';

/** Keeps an invitation in this tab while the person is at the identity provider. */
export function keepInvitation(token: string | undefined): void {
  if (token !== undefined) {
    sessionStorage.setItem(KEY, token);
  }
}

/** The invitation that the address's fragment holds, which no server sees, or that was kept; what was kept is handed out once. */
export function takeInvitation(fragment: string): string | undefined {
  const kept = sessionStorage.getItem(KEY) ?? undefined;
  sessionStorage.removeItem(KEY);
  if (!fragment.startsWith(PREFIX)) {
    return kept;
  }
  try {
    return decodeURIComponent(fragment.slice(PREFIX.length));
  } catch {
    return fragment.slice(PREFIX.length);
  }
}
