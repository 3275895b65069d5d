import type { Page } from '@playwright/test';
import { act, another, expect, expectAccessible, PASSWORD, type Scene, serverUrl, signIn, test } from './support';

interface OwnKey {
  readonly has_user_key: boolean;
  readonly key_last_four: string | null;
}

test('a password is changed: the old one and the sessions with it are over', async ({ page, scene, browser }) => {
  const email = await scene.person('member');
  const next = 'another-horse-battery';
  await signIn(page, email);
  const elsewhere = await another(browser, email);
  await page.goto(`${serverUrl()}/profile`);
  const form = page.getByRole('region', { name: 'Password' });
  const fill = async (current: string) => {
    await form.getByRole('textbox', { name: 'Current password' }).fill(current);
    await form.getByRole('textbox', { name: 'New password', exact: true }).fill(next);
    await form.getByRole('textbox', { name: 'New password again' }).fill(next);
    await form.getByRole('button', { name: 'Change the password' }).click();
  };
  await fill('wrong-horse-battery');
  await expect(form.getByRole('alert')).toBeVisible();
  await expectAccessible(page);
  await fill(PASSWORD);
  await expect(form.getByRole('textbox', { name: 'Current password' })).toHaveValue('');
  await page.reload();
  await expect(form).toBeVisible(); // this session goes on

  await elsewhere.reload();
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await elsewhere.getByLabel('E-mail').fill(email);
  for (const [password, outcome] of [
    [PASSWORD, elsewhere.getByRole('alert').filter({ hasText: 'Signing in did not work' })],
    [next, elsewhere.getByRole('link', { name: 'Overview' })],
  ] as const) {
    await elsewhere.getByRole('textbox', { name: 'Password' }).fill(password);
    await elsewhere.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(outcome).toBeVisible();
  }
});

test('a key of one’s own is put, known by its last four alone, and deleted', async ({ page, scene }) => {
  await scene.provider('mock', { user_key_allowed: true });
  await signIn(page, await scene.person('member'));
  await page.goto(`${serverUrl()}/profile`);
  const keys = page.getByRole('table', { name: `Own keys in ${scene.name}` });
  await expect(keys).toContainText('none');
  await act(page, 'mock', 'Set a key');
  await page.getByRole('dialog').getByRole('textbox', { name: 'API key' }).fill('my-own-key-98765432');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(keys).toContainText('…5432');
  await page.reload();
  await expect(keys).toContainText('…5432');
  await expect(keys).toContainText('the member’s own key');
  expect(await page.content()).not.toContain('my-own-key');
  expect(await own(scene, page)).toMatchObject([{ has_user_key: true, key_last_four: '5432' }]);

  await act(page, 'mock', 'Delete the key');
  await expectAccessible(page);
  await page.getByLabel('Type mock to confirm').fill('mock');
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(keys).not.toContainText('…5432');
  expect(await own(scene, page)).toMatchObject([{ has_user_key: false, key_last_four: null }]);
});

/** As the API tells the person themselves: nobody else reads it. */
async function own(scene: Scene, page: Page): Promise<OwnKey[]> {
  const answer = await page.request.get(`${serverUrl()}/api/v1/tenants/${scene.slug}/user-keys`);
  return ((await answer.json()) as { data: OwnKey[] }).data;
}
