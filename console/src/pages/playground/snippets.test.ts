import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { snippets } from './snippets';

const request = {
  model: 'default',
  messages: [
    { role: 'system', content: 'Say "yes" or \'no\'.' },
    { role: 'user', content: "It's\n50% of $HOME\\n?" },
  ],
  temperature: 1,
} as const;

it('quotes for the shell what people write', () => {
  const { curl } = snippets('http://127.0.0.1:1', request);
  const printed = execFileSync('sh', ['-c', curl.replace(/^curl -N/, 'printf "%s\\n"')]).toString();
  const body = JSON.parse(printed.slice(printed.indexOf('{'), printed.lastIndexOf('}') + 1));
  expect(body).toEqual({ ...request, stream: true });
});

it('writes the same message for Python and Java', () => {
  const { python, java } = snippets('https://qm.example.org', request);
  expect(python).toContain(`{"role": "user", "content": ${JSON.stringify(request.messages[1].content)}}`);
  expect(python).toContain('base_url="https://qm.example.org/v1"');
  expect(java).toContain(`.addUserMessage(${JSON.stringify(request.messages[1].content)})`);
  expect(java).toContain('.temperature(1.0)');
  expect(java).not.toContain('maxTokens');
});
