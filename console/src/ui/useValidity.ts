import { type RefObject, useEffect, useRef } from 'react';

/** The control holds its form back while there is something wrong with it; the browser goes to it then. */
export function useValidity<Control extends HTMLInputElement | HTMLTextAreaElement>(
  wrong: string | undefined,
): RefObject<Control | null> {
  const control = useRef<Control>(null);
  useEffect(() => control.current?.setCustomValidity(wrong ?? ''), [wrong]);
  return control;
}
