import type { ChatRequest } from './stream';

/** The same call as it would be made from a shell, with the official Python client, and with the official Java client. */
export function snippets(origin: string, request: ChatRequest): Readonly<Record<'curl' | 'python' | 'java', string>> {
  return { curl: curl(origin, request), python: python(origin, request), java: java(origin, request) };
}

function curl(origin: string, request: ChatRequest): string {
  const body = JSON.stringify({ ...request, stream: true }, null, 2).replace(/'/g, `'\\''`);
  return `curl -N ${origin}/v1/chat/completions \\
  -H "Authorization: Bearer $QM_API_KEY" \\
  -H 'Content-Type: application/json' \\
  -d '${body}'`;
}

function python(origin: string, { model, messages, temperature, max_tokens }: ChatRequest): string {
  const options = [
    `    model=${JSON.stringify(model)},`,
    ...(temperature === undefined ? [] : [`    temperature=${temperature},`]),
    ...(max_tokens === undefined ? [] : [`    max_tokens=${max_tokens},`]),
    '    messages=[',
    ...messages.map(({ role, content }) => `        {"role": "${role}", "content": ${JSON.stringify(content)}},`),
    '    ],',
    '    stream=True,',
  ];
  return `import os
from openai import OpenAI

client = OpenAI(base_url="${origin}/v1", api_key=os.environ["QM_API_KEY"])
stream = client.chat.completions.create(
${options.join('\n')}
)
for chunk in stream:
    if chunk.choices:
        print(chunk.choices[0].delta.content or "", end="", flush=True)`;
}

const ADDERS = { system: 'addSystemMessage', user: 'addUserMessage', assistant: 'addAssistantMessage' } as const;

function java(origin: string, { model, messages, temperature, max_tokens }: ChatRequest): string {
  const calls = [
    `    .model(${JSON.stringify(model)})`,
    ...(temperature === undefined
      ? []
      : [`    .temperature(${Number.isInteger(temperature) ? temperature.toFixed(1) : temperature})`]),
    ...(max_tokens === undefined ? [] : [`    .maxTokens(${max_tokens})`]),
    ...messages.map(({ role, content }) => `    .${ADDERS[role]}(${JSON.stringify(content)})`),
    '    .build();',
  ];
  return `import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;

OpenAIClient client = OpenAIOkHttpClient.builder()
    .baseUrl("${origin}/v1")
    .apiKey(System.getenv("QM_API_KEY"))
    .build();
ChatCompletionCreateParams params = ChatCompletionCreateParams.builder()
${calls.join('\n')}
try (var stream = client.chat().completions().createStreaming(params)) {
    stream.stream()
        .flatMap(chunk -> chunk.choices().stream())
        .flatMap(choice -> choice.delta().content().stream())
        .forEach(System.out::print);
}`;
}
