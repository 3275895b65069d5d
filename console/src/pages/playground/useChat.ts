import { useEffect, useRef, useState } from 'react';
import { type CallFacts, type ChatMessage, type ChatRequest, streamChat } from './stream';
import type { WithKey } from './useKey';

/** One exchange: what was asked, what came, and what it took. */
export interface Turn {
  readonly id: number;
  readonly question: string;
  readonly answer: string;
  readonly state: 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed';
  readonly facts?: CallFacts;
  /** The key that it was called with, where its id is known. */
  readonly keyId?: string;
  readonly error?: unknown;
}

/** A conversation that lives as long as the page; leaving the page stops the answer that is under way. */
export function useChat(withKey: WithKey) {
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const running = useRef<AbortController>(undefined);
  const next = useRef(1);
  useEffect(() => () => running.current?.abort(), []);

  const change = (id: number, by: (turn: Turn) => Turn) =>
    setTurns((before) => before.map((turn) => (turn.id === id ? by(turn) : turn)));

  /** Asks; false when the question was refused, and nothing was said to it. */
  const send = async (question: string, request: Omit<ChatRequest, 'messages'>, system: string): Promise<boolean> => {
    const id = next.current++;
    const messages = conversation(system, turns, question);
    const abort = new AbortController();
    running.current = abort;
    setTurns([...turns, { id, question, answer: '', state: 'waiting' }]);
    let answered = false;
    try {
      await withKey((key, keyId) =>
        streamChat(key, { ...request, messages }, abort.signal, {
          onFacts: (facts) => change(id, (turn) => ({ ...turn, keyId, facts: { ...turn.facts, ...facts } })),
          onText: (piece) => {
            answered = true;
            change(id, (turn) => ({ ...turn, answer: turn.answer + piece, state: 'streaming' }));
          },
        }),
      );
      change(id, (turn) => ({ ...turn, state: 'done' }));
      return true;
    } catch (error) {
      change(id, (turn) =>
        abort.signal.aborted ? { ...turn, state: 'stopped' } : { ...turn, state: 'failed', error },
      );
      return answered || abort.signal.aborted;
    } finally {
      running.current = undefined;
    }
  };

  return {
    turns,
    busy: turns.some(({ state }) => state === 'waiting' || state === 'streaming'),
    send,
    stop: () => running.current?.abort(),
    clear: () => setTurns([]),
  };
}

/** What is sent: the instructions, the turns that brought an answer, and the question. */
export function conversation(system: string, turns: readonly Turn[], question: string): ChatMessage[] {
  return [
    ...(system.trim() === '' ? [] : [{ role: 'system', content: system } as const]),
    ...turns
      .filter(({ answer }) => answer !== '')
      .flatMap(({ question: asked, answer }) => [
        { role: 'user', content: asked } as const,
        { role: 'assistant', content: answer } as const,
      ]),
    { role: 'user', content: question },
  ];
}
