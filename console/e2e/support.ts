import { randomUUID } from 'node:crypto';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, test as base, expect, type Page } from '@playwright/test';

export const PASSWORD = 'correct-horse-battery';

export const serverUrl = () => required('QM_E2E_URL');
export const mockUrl = () => required('QM_E2E_MOCK');
export const operatorKey = () => required('QM_E2E_OPERATOR_KEY');

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set: e2e/environment.ts sets it`);
  }
  return value;
}

/** The admin API with the operator key, to prepare what a journey starts from and to read back what it stored. */
export async function call<T = Record<string, never>>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${serverUrl()}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${operatorKey()}`, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) {
    throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  }
  return (text === '' ? {} : JSON.parse(text)) as T;
}

/** Calls the default model as an application would; answers with the status. */
export async function ask(key: string): Promise<number> {
  return (await answerTo(key)).status;
}

/** The words in which the gateway refuses a call. */
export async function refusal(key: string): Promise<string> {
  const { error, status } = await answerTo(key);
  if (!error?.message) {
    throw new Error(`the gateway refused nothing: ${status}`);
  }
  return error.message;
}

async function answerTo(key: string): Promise<{ readonly status: number; readonly error?: { message: string } }> {
  const answer = await fetch(`${serverUrl()}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'default', messages: [{ role: 'user', content: 'Hello' }] }),
  });
  return { ...((await answer.json()) as object), status: answer.status };
}

export type Role = 'owner' | 'admin' | 'editor' | 'member' | 'viewer';

/** A tenant of a test's own, with a provider at the mock, so that tests do not meet. */
export class Scene {
  readonly slug = `t-${randomUUID().slice(0, 8)}`;
  readonly name = `Tenant ${this.slug}`;

  static async make(): Promise<Scene> {
    const scene = new Scene();
    await call('POST', '/tenants', { slug: scene.slug, name: scene.name });
    return scene;
  }

  /** A person with this role; answers with the e-mail, the password is PASSWORD. */
  async person(role: Role): Promise<string> {
    const email = `${role}-${randomUUID().slice(0, 8)}@example.org`;
    await call('POST', `/tenants/${this.slug}/members`, {
      email,
      display_name: `An ${role}`,
      role,
      password: PASSWORD,
    });
    // who signs in for the first time takes the membership up
    return email;
  }

  provider(name = 'mock', more: object = {}): Promise<{ id: string; version: number }> {
    return call('POST', `/tenants/${this.slug}/providers`, {
      family: 'openai-compatible',
      name,
      base_url: `${mockUrl()}/v1`,
      api_key: `mock-key-of-${name.replace(/ /g, '-')}`,
      ...more,
    });
  }

  model(model = 'gpt-4o-mini', more: object = {}): Promise<{ id: string; version: number }> {
    return call('POST', `/tenants/${this.slug}/models`, {
      family: 'openai-compatible',
      model,
      model_type: 'llm',
      ...more,
    });
  }

  read<T>(path: string): Promise<T> {
    return call('GET', `/tenants/${this.slug}${path}`);
  }

  url(path = ''): string {
    return `${serverUrl()}/t/${this.slug}${path}`;
  }
}

/** An operator of the deployment; answers with the e-mail. */
export async function anOperator(): Promise<string> {
  const email = `operator-${randomUUID().slice(0, 8)}@example.org`;
  await call('POST', '/users', { email, display_name: 'An operator', operator: true, password: PASSWORD });
  return email;
}

export async function signIn(page: Page, email: string): Promise<void> {
  await page.goto(`${serverUrl()}/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

/** A browser of its own, as of another person or another machine. */
export async function newBrowser(browser: Browser): Promise<Page> {
  const context = watched(await browser.newContext());
  others.push(context);
  return context.newPage();
}

/** A browser of its own, signed in. */
export async function another(browser: Browser, email: string): Promise<Page> {
  const page = await newBrowser(browser);
  await signIn(page, email);
  return page;
}

/** Chooses from what can be done with a row. */
export async function act(page: Page, row: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${row}`, exact: true }).click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
}

// of the test at hand: a worker runs one at a time
const complaints: string[] = [];
const others: BrowserContext[] = [];

/** Notes what any page of it complains of: errors of scripts, and whatever the content security policy refused. */
function watched(context: BrowserContext): BrowserContext {
  context.on('weberror', (error) => complaints.push(`error: ${error.error().message}`));
  context.on('console', (message) => {
    // an answer that refuses is the server's word, which tests expect where they provoke it
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(`console: ${message.text()}`);
    }
  });
  return context;
}

/** Tests none of whose pages may complain, whatever else they look at. */
export const test = base.extend<{ scene: Scene }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are wanted from the pattern
  scene: async ({}, use) => use(await Scene.make()),
  context: async ({ context }, use) => {
    complaints.length = 0;
    await use(watched(context));
    await Promise.all(others.splice(0).map((other) => other.close()));
    expect(complaints, 'what pages complained of').toEqual([]);
  },
});

/** Nothing serious for people who do not see, or do not use a mouse. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`);
  expect(serious).toEqual([]);
}

export async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  const wider = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(wider, { timeout: 5_000 }).toBeLessThanOrEqual(0); // a page that was just made narrower needs a moment
}

export { expect };
