import { useState } from 'react';

/**
 * A text that is shown as it is typed, while what it sets comes back later, such as by way of the address. It follows what is
 * set elsewhere, and not its own earlier texts that arrive while typing goes on.
 */
export function useEcho(value: string, set: (text: string) => void): readonly [string, (text: string) => void] {
  const [typed, setTyped] = useState(value);
  const [seen, setSeen] = useState(value);
  const [sent, setSent] = useState<readonly string[]>([]);
  if (seen !== value) {
    setSeen(value);
    if (!sent.includes(value)) {
      setTyped(value);
      setSent([]);
    } else if (value === typed.trim()) {
      setSent([]);
    }
  }
  const write = (text: string) => {
    setTyped(text);
    setSent([...sent, text.trim()]);
    set(text.trim());
  };
  return [typed, write];
}
