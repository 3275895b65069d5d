import { another, expect, expectAccessible, type Scene, serverUrl, signIn, test } from './support';

interface Setting {
  readonly value: number | null;
  readonly source: string;
}

interface Settings {
  readonly settings: { readonly api_key_max_days: Setting; readonly usage_retention_days: Setting };
}

const NAME = 'Longest life of a new API key';
const days = async (scene: Scene) => (await scene.read<Settings>('/settings')).settings.api_key_max_days;

test('a setting is changed, stays, is decided on by two tabs, and follows the deployment again', async ({
  page,
  scene,
  context,
}) => {
  await signIn(page, await scene.person('admin'));
  await page.goto(scene.url('/settings'));
  const setting = page.getByRole('region', { name: NAME });
  await expect(setting).toContainText('Built in');
  await page.getByRole('button', { name: `Change: ${NAME}` }).click();
  await page.getByRole('textbox', { name: 'Value, in days' }).fill('90');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.reload();
  await expect(setting).toContainText('In force: 90 days');
  await expect(setting).toContainText('Set by this tenant');
  expect(await days(scene)).toEqual({ value: 90, source: 'tenant' });

  await page.getByRole('button', { name: 'Change: How long single usage events are kept' }).click();
  await page.getByRole('textbox', { name: 'Value, in days' }).fill('3');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Value, in days' })).toHaveAccessibleDescription(/at least 7/);
  await expect(page.getByRole('textbox', { name: 'Value, in days' })).toHaveValue('3');
  expect((await scene.read<Settings>('/settings')).settings.usage_retention_days.source).toBe('built_in');
  await page.getByRole('button', { name: 'Cancel' }).click();

  const second = await context.newPage();
  await second.goto(scene.url('/settings'));
  for (const tab of [page, second]) {
    await tab.getByRole('button', { name: `Change: ${NAME}` }).click();
  }
  await page.getByRole('textbox', { name: 'Value, in days' }).fill('60');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await second.getByRole('textbox', { name: 'Value, in days' }).fill('30');
  await second.getByRole('button', { name: 'Save', exact: true }).click();
  const conflict = second.getByRole('row', { name: new RegExp(NAME) });
  await expect(conflict).toContainText('30 days');
  await expect(conflict).toContainText('60 days');
  await expectAccessible(second);
  expect(await days(scene)).toEqual({ value: 60, source: 'tenant' });
  await second.getByRole('button', { name: 'Save mine over it' }).click();
  await expect(second.getByRole('dialog')).toBeHidden();
  expect(await days(scene)).toEqual({ value: 30, source: 'tenant' });

  await second.getByRole('button', { name: `Reset: ${NAME}` }).click();
  await second.getByRole('dialog').getByRole('button', { name: 'Follow the deployment again' }).click();
  await expect(second.getByRole('region', { name: NAME })).toContainText('Built in');
  expect(await days(scene)).toEqual({ value: null, source: 'built_in' });
});

test('an owner archives the tenant by its name and is led away from it; an admin is not offered that', async ({
  page,
  scene,
  browser,
}) => {
  const admin = await another(browser, await scene.person('admin'));
  await admin.goto(scene.url('/settings'));
  await expect(admin.getByRole('region', { name: NAME })).toBeVisible();
  await expect(admin.getByRole('button', { name: 'Archive' })).toHaveCount(0);

  await signIn(page, await scene.person('owner'));
  await page.goto(scene.url('/settings'));
  await page.getByRole('region', { name: 'Archive this tenant' }).getByRole('button', { name: 'Archive' }).click();
  const dialog = page.getByRole('dialog', { name: `Archive ${scene.name}` });
  await expect(dialog).toContainText('its calls are refused');
  await expectAccessible(page);
  await expect(dialog.getByRole('button', { name: 'Archive', exact: true })).toBeDisabled();
  await dialog.getByLabel(`Type ${scene.slug} to confirm`).pressSequentially(scene.slug);
  await dialog.getByRole('button', { name: 'Archive', exact: true }).click();
  await expect(page).toHaveURL(`${serverUrl()}/`);
  await expect(page.getByRole('main')).toContainText('You are not a member of any tenant yet');
  expect(await scene.read<{ status: string }>('')).toMatchObject({ status: 'archived' });
});
