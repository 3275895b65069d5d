import type { Page } from '@playwright/test';
import { act, another, ask, expect, expectAccessible, type Scene, signIn, test } from './support';

interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly last_four: string;
}

const stored = async (scene: Scene) => (await scene.read<{ data: ApiKey[] }>('/api-keys')).data;

/** Reads the text of a key where it is shown this once. */
async function shownKey(page: Page): Promise<string> {
  const shown = page.getByRole('dialog', { name: 'The key application' });
  const text = await shown.getByText(/^qm_\w{20,}$/).textContent();
  await expectAccessible(page);
  await shown.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(shown.getByRole('button', { name: 'Copied', exact: true })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  await shown.getByRole('button', { name: 'I have copied it' }).click();
  return text ?? '';
}

test('a key is shown once, calls the gateway, is rotated with an overlap, and ends when it is deleted', async ({
  page,
  scene,
}) => {
  await scene.provider();
  await scene.model();
  await signIn(page, await scene.person('admin'));
  await page.goto(scene.url('/api-keys'));
  await page.getByRole('button', { name: 'Create a key' }).click();
  const form = page.getByRole('dialog', { name: 'Create a key' });
  await form.getByRole('textbox', { name: 'Name' }).fill('application');
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Create', exact: true }).click();
  const first = await shownKey(page);
  await expect(page.getByRole('main')).toBeFocused(); // the button went with the words that there was no key
  const row = page.getByRole('row', { name: /application/ });
  await expect(row).toContainText(`qm_…${first.slice(-4)}`);
  await page.reload();
  await expect(row).toContainText(`qm_…${first.slice(-4)}`);
  expect(await page.content()).not.toContain(first);
  expect(await stored(scene)).toMatchObject([{ name: 'application', last_four: first.slice(-4) }]);
  expect(await ask(first)).toBe(200);

  await act(page, 'application', 'Rotate');
  await page.getByRole('textbox', { name: /old text still holds/ }).fill('3600');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Rotate', exact: true }).click();
  const second = await shownKey(page);
  await expect(page.getByRole('button', { name: 'Actions for application' })).toBeFocused();
  expect(second).not.toBe(first);
  await expect(row).toContainText('Old text holds until');
  expect(await stored(scene)).toMatchObject([{ last_four: second.slice(-4) }]);
  expect([await ask(first), await ask(second)]).toEqual([200, 200]);

  await act(page, 'application', 'Delete');
  await expectAccessible(page);
  await page.getByLabel('Type application to confirm').fill('application');
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByText('There is no key yet')).toBeVisible();
  await expect.poll(async () => [await ask(first), await ask(second)], { timeout: 1000 }).toEqual([401, 401]);
  expect(await stored(scene)).toEqual([]);
});

test('a member has no page of keys', async ({ page, scene }) => {
  await signIn(page, await scene.person('member'));
  await expect(page.getByRole('link', { name: 'Playground' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'API keys' })).toHaveCount(0);
  await page.goto(scene.url('/api-keys'));
  await expect(page.getByText('Your role does not show this page')).toBeVisible();
});

test('a playground key offers what can be changed of it, and ends when its person signs out', async ({
  page,
  scene,
  browser,
}) => {
  await scene.provider();
  await scene.model();
  const email = await scene.person('member');
  const member = await another(browser, email);
  const beside = await another(browser, email);
  const talk = async (browsing: Page) => {
    await browsing.goto(scene.url('/playground'));
    await browsing.getByRole('textbox', { name: 'Message' }).fill('Hello');
    const called = browsing.waitForRequest(/\/v1\/chat\/completions$/);
    await browsing.getByRole('button', { name: 'Send' }).click();
    await expect(browsing.getByRole('log')).toContainText('all is stored, counted and accounted for.');
    return ((await called).headers().authorization ?? '').replace('Bearer ', '');
  };
  const text = await talk(member);
  const other = await talk(beside);
  expect([await ask(text), await ask(other)]).toEqual([200, 200]);

  await signIn(page, await scene.person('admin'));
  await page.goto(scene.url('/api-keys'));
  const name = 'Playground of An member';
  await page.getByRole('button', { name: `Actions for ${name}`, exact: true }).click();
  await expect(page.getByRole('menuitem')).toHaveText(['Change', 'Delete']);
  await page.getByRole('menuitem', { name: 'Change', exact: true }).click();
  const form = page.getByRole('dialog', { name: `Change ${name}` });
  await expect(form.getByRole('combobox', { name: 'Role' })).toHaveCount(0);
  await expect(form.getByLabel('Expires')).toHaveCount(0);
  await expectAccessible(page);
  await form.getByRole('textbox', { name: 'Name' }).fill('Of the playground');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('row', { name: /Of the playground/ })).toBeVisible();

  await member.getByRole('button', { name: /^Account of/ }).click();
  await member.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(member).toHaveURL(/\/sign-in$/);
  expect([await ask(text), await ask(other)]).toEqual([401, 401]);
  await beside.getByRole('textbox', { name: 'Message' }).fill('Hello');
  await beside.getByRole('button', { name: 'Send' }).click();
  await expect(beside.getByRole('log').getByText('all is stored, counted and accounted for.')).toHaveCount(2);
});
