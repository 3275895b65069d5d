import { act, anOperator, another, call, expect, expectAccessible, mockUrl, serverUrl, signIn, test } from './support';

interface Provider {
  readonly id: string;
  readonly name: string;
}

test('a shared provider is granted to a tenant, serves there, and is revoked with what goes along', async ({
  page,
  scene,
  browser,
}) => {
  const name = `Shared ${scene.slug}`;
  const providers = async () => (await scene.read<{ data: Provider[] }>('/providers')).data;
  await signIn(page, await anOperator());
  await page.goto(`${serverUrl()}/operator/shared-providers`);
  await page.getByRole('button', { name: 'Add a shared provider' }).click();
  const form = page.getByRole('dialog', { name: 'Add a shared provider' });
  await form.getByRole('combobox', { name: 'Family' }).click();
  await page.getByRole('option', { name: 'OpenAI-compatible server' }).click();
  await form.getByRole('textbox', { name: 'Name' }).fill(name);
  await form.getByRole('textbox', { name: 'Base URL' }).fill(`${mockUrl()}/v1`);
  await form.getByLabel('API key').first().fill('shared-key-12345678');
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Add', exact: true }).click();

  const grants = page.getByRole('dialog', { name: `Who has ${name}` });
  await grants.getByRole('combobox', { name: 'Grant to a tenant' }).fill(scene.slug);
  await page.getByRole('option', { name: scene.name }).click();
  await grants.getByRole('button', { name: 'Grant', exact: true }).click();
  await expect(grants.getByRole('row', { name: new RegExp(scene.slug) })).toContainText('Granted');
  await grants.getByRole('searchbox', { name: 'Search: Grants' }).fill('nowhere');
  await expect(grants.getByText('Nothing found for “nowhere”')).toBeVisible();
  await grants.getByRole('searchbox', { name: 'Search: Grants' }).fill(scene.slug.toUpperCase());
  await expect(grants.getByRole('row', { name: new RegExp(scene.slug) })).toBeVisible();
  await expectAccessible(page);
  await expect.poll(async () => (await providers()).map((one) => one.name)).toEqual([name]);

  const owner = await another(browser, await scene.person('owner'));
  await owner.goto(scene.url('/providers'));
  await expect(owner.getByText(name, { exact: true })).toBeVisible();
  await expect(owner.getByText('shared', { exact: true })).toBeVisible();
  await expect(owner.locator('body')).not.toContainText('5678');

  await scene.model('gpt-4o-mini', { provider_id: (await providers())[0]?.id, alias: 'tied' });
  await act(page, scene.slug, 'Revoke');
  const revoke = page.getByRole('dialog', { name: `Take ${name} from ${scene.slug}` });
  await expect(revoke).toContainText('1 model is deleted too');
  await expect(revoke).toContainText('tied');
  await expectAccessible(page);
  await revoke.getByLabel(`Type ${scene.slug} to confirm`).fill(scene.slug);
  await revoke.getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(revoke).toBeHidden();
  await expect.poll(providers).toEqual([]);
  await grants.getByRole('button', { name: 'Close' }).last().click();
  await act(page, name, 'Edit');
  const edit = page.getByRole('dialog', { name: `Edit ${name}` });
  await expect(edit.getByRole('textbox', { name: 'Name' })).toHaveValue(name);
  await expect(edit.getByRole('switch', { name: 'Enabled' })).toHaveCount(0);
  await owner.reload();
  await expect(owner.getByText('No provider yet')).toBeVisible();
  const { data } = await call<{ data: Provider[] }>('GET', `/shared-providers?q=${scene.slug}`);
  expect(data).toMatchObject([{ name }]);
});
