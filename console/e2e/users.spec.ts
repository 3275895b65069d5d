import { randomUUID } from 'node:crypto';
import { act, anOperator, another, call, expect, expectAccessible, PASSWORD, serverUrl, signIn, test } from './support';

interface User {
  readonly email: string;
  readonly disabled: boolean;
  readonly operator: boolean;
}

test('a user is created, signs in, is disabled, and is out at once', async ({ page, browser }) => {
  const name = `Ulla ${randomUUID().slice(0, 8)}`;
  const email = `${name.toLowerCase().replace(' ', '-')}@example.org`;
  const stored = async () => (await call<{ data: User[] }>('GET', `/users?q=${email}`)).data;
  await signIn(page, await anOperator());
  await page.goto(`${serverUrl()}/operator/users`);
  await page.getByRole('button', { name: 'Create a user' }).click();
  const form = page.getByRole('dialog', { name: 'Create a user' });
  await form.getByRole('textbox', { name: 'Name' }).fill(name);
  await form.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await form.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(form).toBeHidden();
  expect(await stored()).toMatchObject([{ email, operator: false, disabled: false }]);
  const ulla = await another(browser, email);
  await ulla.goto(`${serverUrl()}/profile`);
  await expect(ulla.getByRole('heading', { name })).toBeVisible();

  await page.getByRole('searchbox', { name: 'Search: People' }).fill(email);
  await act(page, name, 'Change');
  const change = page.getByRole('dialog', { name: `Change ${name}` });
  await change.getByRole('switch', { name: 'Disabled: cannot sign in' }).check({ force: true });
  await expectAccessible(page);
  await change.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('Disabled');
  expect(await stored()).toMatchObject([{ email, disabled: true }]);

  await ulla.reload();
  await expect(ulla).toHaveURL(/\/sign-in/);
  await ulla.getByLabel('E-mail').fill(email);
  await ulla.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await ulla.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(ulla.getByRole('alert')).toContainText('Signing in did not work');
});
