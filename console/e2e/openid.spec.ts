import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { CLIENT, type IdentityProvider, type Person, startIdentityProvider } from './identityProvider';
import { type Server, startServer } from './server';
import { expect, expectAccessible, test } from './support';

// Signing in by an identity provider that others wrote, at its own pages. The console is called by the name localhost and the
// provider by its number, so that they are two sites to a browser: cookies are kept apart as they are between two companies.

const people = new Map<string, Person>();
let server: Server;
let provider: IdentityProvider;
let home: string;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  server = await startServer(async (port) => {
    home = `http://localhost:${port}`;
    provider = await startIdentityProvider(home, people);
    return {
      QM_PUBLIC_URL: home,
      QM_OIDC_ISSUER: provider.issuer,
      QM_OIDC_CLIENT_ID: CLIENT.id,
      QM_OIDC_CLIENT_SECRET: CLIENT.secret,
      QM_OIDC_CLAIMS: 'groups:engineers=acme/editor,groups:leads=acme/admin,groups:bosses=acme/owner',
    };
  });
  await asOperator('POST', '/tenants', { slug: 'acme', name: 'Acme' });
});

test.afterAll(async () => {
  await Promise.all([server?.stop(), provider?.stop()]);
});

// the provider's pages ask for a font elsewhere
test.beforeEach(({ context }) => context.route('https://**', (route) => route.abort()));

async function asOperator<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${server.operatorKey}`, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
  return (await answer.json()) as T;
}

/** A person whom the provider knows by this login. */
function known(name: string, groups: readonly string[], more: Partial<Person> = {}): string {
  const login = `${name.toLowerCase()}-${randomUUID().slice(0, 8)}`;
  people.set(login, { name, email: `${login}@example.org`, groups, ...more });
  return login;
}

const begin = (page: Page) => page.getByRole('link', { name: 'Sign in with your identity provider' }).click();

async function logInThere(page: Page, login: string): Promise<void> {
  await expect(page).toHaveURL((url) => url.origin === provider.issuer);
  await page.getByPlaceholder('Enter any login').fill(login);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
}

async function logInAndConsent(page: Page, login: string): Promise<void> {
  await logInThere(page, login);
  await page.getByRole('button', { name: 'Continue' }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(`${home}/sign-in`);
}

test('a person signs in at the identity provider, with the role that the claims give, and signs out', async ({
  page,
}) => {
  const login = known('Edith', ['engineers']);
  await page.goto(home);
  await begin(page);
  await logInAndConsent(page, login);
  await expect(page).toHaveURL(`${home}/t/acme`);
  await expect(page.getByRole('button', { name: 'Account of Edith' })).toBeVisible();
  const navigation = page.getByRole('navigation');
  await expect(navigation.getByRole('link', { name: 'Models', exact: true })).toBeVisible();
  await expect(navigation.getByRole('link', { name: 'Audit', exact: true })).toHaveCount(0); // editors do not read it
  await page.goto(`${home}/profile`);
  await expect(page.getByRole('main')).toContainText(`${login}@example.org`);
  await expect(page.getByRole('main')).toContainText('Editor');
  await expect(page.getByRole('region', { name: 'Password' })).toContainText('You have no password here');
  await expect(page.getByRole('textbox', { name: /password/i })).toHaveCount(0);

  await signOut(page);
  await page.goto(`${home}/t/acme`);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test('the role follows the claims at the next sign-in', async ({ page }) => {
  const login = known('Olive', ['engineers', 'leads']);
  await page.goto(home);
  await begin(page);
  await logInAndConsent(page, login);
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Audit', exact: true })).toBeVisible();
  await signOut(page);

  people.set(login, { name: 'Olive', email: `${login}@example.org`, groups: [] });
  await begin(page); // the provider knows the browser by now and asks for nothing
  await expect(page.getByRole('heading', { level: 1, name: 'Welcome' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('You are not a member of any tenant');
});

test('the page that was wanted is where one lands, with what its address says', async ({ page }) => {
  const login = known('Lena', ['bosses']);
  const wanted = `${home}/t/acme/members?q=M%C3%BCller%20%26%20S%C3%B6hne`;
  await page.goto(wanted);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await begin(page);
  await logInAndConsent(page, login);
  await expect(page.getByRole('heading', { name: 'Members', level: 1 })).toBeVisible();
  expect(new URL(page.url()).searchParams.get('q')).toBe('Müller & Söhne');
});

test('who cancels at the identity provider is told so, and may try again on the way to the same page', async ({
  page,
}) => {
  const login = known('Carla', ['bosses']);
  await page.goto(`${home}/t/acme/members`);
  await begin(page);
  await page.getByRole('link', { name: /Cancel/ }).click();
  await expect(page.getByRole('alert')).toContainText('Signing in did not work');
  await expect(page.getByRole('alert')).toContainText('you cancelled there');
  await expectAccessible(page);
  await begin(page);
  await logInAndConsent(page, login);
  await expect(page).toHaveURL(`${home}/t/acme/members`);
});

test('whom the identity provider refuses is told so', async ({ page }) => {
  await page.goto(home);
  await begin(page);
  await logInThere(page, known('Mallory', ['bosses'], { refused: true }));
  await expect(page.getByRole('alert')).toContainText('Your identity provider did not let you in');
  expect(await page.evaluate(async () => (await fetch('/api/v1/me')).status)).toBe(401);
});

test('who is disabled here is told so, whatever the identity provider says', async ({ page }) => {
  const login = known('Dave', ['engineers']);
  await page.goto(home);
  await begin(page);
  await logInAndConsent(page, login);
  await expect(page.getByRole('button', { name: 'Account of Dave' })).toBeVisible();
  const { user_id } = await page.evaluate(async () => (await fetch('/api/v1/me')).json());
  await signOut(page);
  await asOperator('PATCH', `/users/${user_id}`, { disabled: true });
  await begin(page);
  await expect(page.getByRole('alert')).toContainText('your user is disabled here');
});

test('a session that ends is begun anew at the identity provider, in a tab beside what was typed', async ({ page }) => {
  const login = known('Tess', ['bosses']);
  await page.goto(`${home}/t/acme/api-keys`);
  await begin(page);
  await logInAndConsent(page, login);
  await page.getByRole('button', { name: 'Create a key' }).first().click();
  const form = page.getByRole('dialog').filter({ has: page.getByRole('textbox', { name: 'Name' }) });
  await form.getByRole('textbox', { name: 'Name' }).fill('typed before');
  const second = await page.context().newPage();
  await second.goto(`${home}/t/acme`);
  await signOut(second);
  await second.close();
  await form.getByRole('button', { name: 'Create', exact: true }).click();

  const again = page.getByRole('dialog', { name: 'Sign in again' });
  const opened = page.waitForEvent('popup');
  await again.getByRole('link', { name: 'Sign in with your identity provider, in a new tab' }).click();
  const beside = await opened;
  await expect(beside.getByRole('button', { name: 'Account of Tess' })).toBeVisible();
  await beside.close();
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))); // as when a person comes back to a tab
  await expect(again).toBeHidden();
  await form.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByRole('dialog', { name: /typed before/ })).toBeVisible();
});
