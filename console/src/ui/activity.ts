const IDLE_MILLIS = 10 * 60_000;

let lastInput = Date.now();

for (const kind of ['pointerdown', 'keydown', 'focus'] as const) {
  window.addEventListener(
    kind,
    () => {
      lastInput = Date.now();
    },
    { capture: true, passive: true },
  );
}

/** Reads again at this interval while somebody is there: a page that is left open alone must not keep its session alive. */
export function whileActive(millis: number): () => number | false {
  return () => (Date.now() - lastInput < IDLE_MILLIS ? millis : false);
}
