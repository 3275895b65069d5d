import type { Locator, Page } from '@playwright/test';
import {
  anOperator,
  another,
  call,
  expect,
  expectAccessible,
  PASSWORD,
  Scene,
  serverUrl,
  signIn,
  test,
} from './support';

test('a wrong password says so, and the right one afterwards works', async ({ page, scene }) => {
  const email = await scene.person('viewer');
  await page.goto(`${serverUrl()}/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill('wrong-horse-battery');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Signing in did not work');
  await expect(page.getByLabel('E-mail')).toHaveValue(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(scene.url());
});

test('who is not signed in is led to the sign-in, and back to the page afterwards', async ({ page, scene }) => {
  const email = await scene.person('owner');
  await page.goto(scene.url('/members'));
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(scene.url('/members'));
  await expect(page.getByRole('heading', { name: 'Members', level: 1 })).toBeVisible();
});

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
}

/** A tab that has begun to name a new key when the session ends in another tab; the dialog asks to sign in again. */
async function interrupted(page: Page, scene: Scene, email: string): Promise<Locator> {
  await signIn(page, email);
  await page.goto(scene.url('/api-keys'));
  await page.getByRole('button', { name: 'Create a key' }).first().click();
  const form = page.getByRole('dialog').filter({ has: page.getByRole('textbox', { name: 'Name' }) });
  await form.getByRole('textbox', { name: 'Name' }).fill('typed before');
  const second = await page.context().newPage();
  await second.goto(scene.url());
  await signOut(second);
  await expect(second).toHaveURL(/\/sign-in$/);
  expect(await page.context().cookies()).toEqual([]);
  await second.close();
  await form.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Sign in again' })).toBeVisible();
  return form;
}

test('a session that ends loses nothing that was typed: the same person signs in over the page', async ({
  page,
  scene,
}) => {
  const email = await scene.person('owner');
  const form = await interrupted(page, scene, email);
  const again = page.getByRole('dialog', { name: 'Sign in again' });
  await page.keyboard.press('Escape');
  await expect(again).toBeVisible();
  await expectAccessible(page);
  await expect(again.getByLabel('E-mail')).toHaveValue(email);
  await again.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await again.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(again).toBeHidden();
  await expect(page).toHaveURL(scene.url('/api-keys'));
  await expect(form.getByRole('textbox', { name: 'Name' })).toHaveValue('typed before');
  await form.getByRole('button', { name: 'Create', exact: true }).click();
  const made = page.getByRole('dialog', { name: /typed before/ });
  await page.keyboard.press('Escape');
  await expect(made).toBeVisible();
  await made.getByRole('button', { name: 'I have copied it' }).click();
  await expect(made).toBeHidden();
});

test('when another person signs in over the page, it is read anew', async ({ page, scene }) => {
  await interrupted(page, scene, await scene.person('owner'));
  const again = page.getByRole('dialog', { name: 'Sign in again' });
  await again.getByLabel('E-mail').fill(await scene.person('admin'));
  await again.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await again.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Account of An admin' })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a write goes on after the same person signed in anew in another tab, and none is made for another person', async ({
  page,
  scene,
  context,
}) => {
  const email = await scene.person('owner');
  await signIn(page, email);
  await page.goto(scene.url('/api-keys'));
  const named = async (name: string) => {
    await page.getByRole('button', { name: 'Create a key' }).first().click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill(name);
  };
  await named('of the first');
  const second = await context.newPage();
  await signIn(second, email);
  await page.getByRole('dialog').getByRole('button', { name: 'Create', exact: true }).click();
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await expect(page.getByText('of the first').first()).toBeVisible();

  await named('of nobody');
  await signIn(second, await scene.person('admin'));
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Create', exact: true })
    .click({ timeout: 3_000 })
    .catch(() => undefined); // the page may have noticed by itself
  await expect(page.getByRole('button', { name: 'Account of An admin' })).toBeVisible();
  await expect(page.getByText('of the first').first()).toBeVisible();
  await expect(page.getByText('of nobody')).toHaveCount(0);
});

test('who cannot be signed out is told so, and stays', async ({ page, scene }) => {
  await signIn(page, await scene.person('owner'));
  await page.goto(scene.url('/members'));
  await page.route('**/api/v1/sign-out', (route) => route.abort());
  await signOut(page);
  const told = page.getByRole('alert').filter({ hasText: 'You are still signed in' });
  await expect(told).toBeVisible();
  await expect(page).toHaveURL(scene.url('/members'));
  await page.unroute('**/api/v1/sign-out');
  await told.getByRole('button').click();
  await signOut(page);
  await expect(page).toHaveURL(/\/sign-in$/);
});

async function invite(scene: Scene, email: string): Promise<string> {
  const { invitation } = await call<{ invitation: { token: string } }>('POST', `/tenants/${scene.slug}/members`, {
    email,
    display_name: 'Invited',
    role: 'viewer',
  });
  return `${serverUrl()}/sign-in#invitation=${invitation.token}`;
}

test('who is signed in accepts an invitation without a password', async ({ page, scene }) => {
  const email = await scene.person('owner');
  await signIn(page, email);
  const other = await Scene.make();
  await page.goto(await invite(other, email));
  await expect(page.getByText(`You are signed in as ${email}`)).toBeVisible();
  await expect(page).toHaveURL(`${serverUrl()}/sign-in`);
  await page.getByRole('button', { name: 'Accept as this person' }).click();
  await expect(page).toHaveURL(other.url());
});

test('who is signed in as somebody else signs out, and the invited person signs in to accept', async ({
  page,
  scene,
}) => {
  const email = await scene.person('viewer');
  const other = await Scene.make();
  await signIn(page, await scene.person('owner'));
  await page.goto(await invite(other, email));
  await page.getByRole('button', { name: 'Somebody else was invited? Sign out' }).click();
  await page.getByRole('button', { name: 'You have a user already? Sign in first' }).click();
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Accept as this person' }).click();
  await expect(page).toHaveURL(other.url());
});

test('a refusal of the identity provider is told in words', async ({ page }) => {
  await page.goto(`${serverUrl()}/sign-in?failed=openid_refused`);
  await expect(page.getByRole('alert')).toContainText('Your identity provider did not let you in');
  await expectAccessible(page);
});

test('an operator sees in a suspended tenant that it is, and no buttons that would be refused', async ({
  page,
  scene,
}) => {
  await call('PATCH', `/tenants/${scene.slug}`, { status: 'suspended' });
  await signIn(page, await anOperator());
  await page.goto(scene.url('/providers'));
  await expect(page.getByText('This tenant is suspended')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add a provider' })).toHaveCount(0);
});

for (const elsewhere of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)']) {
  test(`signing in does not lead to ${elsewhere}`, async ({ page, scene }) => {
    await page.goto(`${serverUrl()}/sign-in?next=${encodeURIComponent(elsewhere)}`);
    await page.getByLabel('E-mail').fill(await scene.person('viewer'));
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page).toHaveURL(scene.url());
  });
}

test('the cookie is kept from scripts and from other sites, and a write needs the token besides', async ({
  page,
  scene,
}) => {
  await signIn(page, await scene.person('owner'));
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: expect.stringMatching(/Strict|Lax/) });
  expect(await page.evaluate(() => document.cookie)).toBe('');

  const write = (headers: Record<string, string>) =>
    page.evaluate(
      async ([path, extra]) => {
        const answer = await fetch(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...extra },
          body: JSON.stringify({ name: 'by script' }),
        });
        return answer.status;
      },
      [`/api/v1/tenants/${scene.slug}/api-keys`, headers] as const,
    );
  expect(await write({})).toBe(403);
  expect(await write({ 'x-qm-csrf': 'guessed' })).toBe(403);
  const { csrf_token } = await page.evaluate(async () => (await fetch('/api/v1/me')).json());
  expect(await write({ 'x-qm-csrf': csrf_token })).toBe(201);
});

test('one session is not the other: signing out here leaves another browser signed in', async ({
  page,
  scene,
  browser,
}) => {
  const email = await scene.person('owner');
  await signIn(page, email);
  const other = await another(browser, email);
  await page.goto(scene.url());
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await other.goto(scene.url('/members'));
  await expect(other.getByRole('heading', { name: 'Members', level: 1 })).toBeVisible();
});

test('every page comes under a strict content security policy', async ({ page }) => {
  const answer = await page.goto(`${serverUrl()}/sign-in`);
  const policy = answer?.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-");
  expect(policy).not.toMatch(/unsafe|\*/);
});
