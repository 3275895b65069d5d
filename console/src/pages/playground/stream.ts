import { createParser } from 'eventsource-parser';
import { Problem } from '../../api/problem';
import { t } from '../../texts';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly temperature?: number;
  readonly max_tokens?: number;
}

/** What is known of a call: from the answer's headers at once, the rest when it ended. */
export interface CallFacts {
  readonly requestId: string | null;
  readonly model: string | null;
  readonly provider: string | null;
  readonly credentialSource: string | null;
  readonly attempts: string | null;
  readonly fallback: string | null;
  /** Milliseconds from sending to the first word. */
  readonly firstToken?: number;
  /** Milliseconds from sending to the end. */
  readonly total?: number;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
}

interface Listener {
  readonly onFacts: (facts: CallFacts) => void;
  readonly onText: (piece: string) => void;
}

interface Chunk {
  readonly choices?: readonly { readonly delta?: { readonly content?: string | null } }[];
  readonly usage?: { readonly prompt_tokens?: number; readonly completion_tokens?: number } | null;
  readonly error?: { readonly message?: string; readonly code?: string };
}

/** Streams an answer from the gateway; ends when it ended, or throws why it did not. An abort is an end. */
export async function streamChat(
  key: string,
  request: ChatRequest,
  signal: AbortSignal,
  { onFacts, onText }: Listener,
): Promise<void> {
  const begun = performance.now();
  const answer = await fetch('/v1/chat/completions', {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...request, stream: true, stream_options: { include_usage: true } }),
    credentials: 'omit',
    signal,
  });
  let facts = factsOf(answer.headers);
  onFacts(facts);
  if (!answer.ok || answer.body === null) {
    throw await refusal(answer);
  }
  let failure: Problem | undefined;
  let ended = false;
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data === '[DONE]') {
        ended = true;
        return;
      }
      const chunk = JSON.parse(data) as Chunk;
      const text = chunk.choices?.[0]?.delta?.content;
      if (text) {
        if (facts.firstToken === undefined) {
          facts = { ...facts, firstToken: performance.now() - begun };
          onFacts(facts);
        }
        onText(text);
      }
      if (chunk.usage) {
        facts = { ...facts, inputTokens: chunk.usage.prompt_tokens, outputTokens: chunk.usage.completion_tokens };
      }
      if (chunk.error) {
        failure = gatewayProblem(answer.status, chunk, facts.requestId);
      }
    },
  });
  const decoder = new TextDecoder();
  const reader = answer.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    parser.feed(decoder.decode(value, { stream: true }));
  }
  onFacts({ ...facts, total: performance.now() - begun });
  if (failure) {
    throw failure;
  }
  if (!ended) {
    throw new Problem(0, 'broken_off', '', '', { requestId: facts.requestId ?? undefined });
  }
}

export function factsOf(headers: Headers): CallFacts {
  return {
    requestId: headers.get('x-qm-request-id'),
    model: headers.get('x-qm-model'),
    provider: headers.get('x-qm-provider'),
    credentialSource: headers.get('x-qm-credential-source'),
    attempts: headers.get('x-qm-attempts'),
    fallback: headers.get('x-qm-fallback'),
  };
}

async function refusal(answer: Response): Promise<Problem> {
  const body = (await answer.json().catch(() => ({}))) as Chunk;
  return gatewayProblem(answer.status, body, answer.headers.get('x-qm-request-id'));
}

function gatewayProblem(status: number, { error }: Chunk, requestId: string | null): Problem {
  return new Problem(status, error?.code ?? `http_${status}`, '', error?.message ?? t.problems.status(status), {
    requestId: requestId ?? undefined,
  });
}
