const KEY = 'quartermaster.reloaded';
const PATIENCE_MILLIS = 60_000;

/** Whether a page's script or style could not be fetched: after an upgrade those of the release before are gone. */
export function isMissingPart(error: unknown): boolean {
  const text = error instanceof Error ? error.message : '';
  return /dynamically imported module|preload CSS|Importing a module script failed/i.test(text);
}

/** Loads the page anew when a part of it is gone, at most once a minute: where nodes of two releases answer, once may not do. */
export function reloadWhenStale(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(KEY) ?? 0);
    if (Date.now() - last > PATIENCE_MILLIS) {
      sessionStorage.setItem(KEY, String(Date.now()));
      event.preventDefault();
      window.location.reload();
    }
  });
}
