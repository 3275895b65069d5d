import { act, another, call, expect, expectAccessible, type Scene, serverUrl, signIn, test } from './support';

interface Provider {
  readonly id: string;
  readonly name: string;
  readonly key_last_four: string | null;
  readonly enabled: boolean;
  readonly version: number;
}

const stored = async (scene: Scene) => (await scene.read<{ data: Provider[] }>('/providers')).data;

test('a provider is added with its key, tested, and its models imported', async ({ page, scene }) => {
  await signIn(page, await scene.person('owner'));
  await page.goto(scene.url('/providers'));
  await page.getByRole('button', { name: 'Add a provider' }).click();
  const form = page.getByRole('dialog', { name: 'Add a provider' });
  await form.getByRole('combobox', { name: 'Family' }).click();
  await page.getByRole('option', { name: 'OpenAI-compatible server' }).click();
  await form.getByRole('textbox', { name: 'Name' }).fill('main');
  await form.getByRole('textbox', { name: 'Base URL' }).fill(`${process.env.QM_E2E_MOCK}/v1`);
  await form.getByLabel('API key').first().fill('mock-key-12345678');
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Add', exact: true }).click();

  const models = page.getByRole('dialog', { name: 'Models of main' });
  await expect(models.getByRole('checkbox').nth(1)).toBeVisible();
  await expectAccessible(page);
  await models.getByRole('button', { name: 'Close' }).last().click();

  await page.getByRole('button', { name: 'Actions for main' }).click();
  await page.getByRole('menuitem', { name: 'Test the connection' }).click();
  await expect(page.getByText(/It works: \d+ models? listed/)).toBeVisible();
  await expectAccessible(page);

  const [provider] = await stored(scene);
  expect(provider).toMatchObject({ name: 'main', key_last_four: '5678' });
  await expect(page.locator('body')).not.toContainText('mock-key-12345678');
});

test('a running import is not closed, and a model of another account can be imported', async ({ page, scene }) => {
  const { id } = await scene.provider('east');
  await scene.provider('west');
  await scene.model('gpt-4o', { provider_id: id });
  await signIn(page, await scene.person('admin'));
  await page.goto(scene.url('/providers'));
  let goOn = () => {};
  const waiting = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  await page.route(/\/models$/, async (route) => {
    await (route.request().method() === 'POST' ? waiting : undefined);
    await route.continue();
  });
  await act(page, 'west', 'Import models');
  const dialog = page.getByRole('dialog', { name: 'Models of west' });
  await dialog.getByRole('searchbox').pressSequentially('gpt-4o');
  await dialog.getByRole('checkbox', { name: 'gpt-4o', exact: true }).check();
  await dialog.getByRole('combobox', { name: 'Type of gpt-4o', exact: true }).click();
  await page.getByRole('option', { name: 'Chat and text' }).click();
  await dialog.getByRole('switch', { name: 'Bind them' }).check();
  await dialog.getByRole('button', { name: 'Add 1 model' }).click();
  await expect(dialog.getByText('Adding 0 of 1')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Close' })).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  goOn();
  await expect(dialog).toBeHidden();
  const { data } = await scene.read<{ data: { model: string }[] }>('/models');
  expect(data.map(({ model }) => model)).toEqual(['gpt-4o', 'gpt-4o']);
});

test('what is saved is what a reload and another browser show, and a blank key keeps the stored one', async ({
  page,
  scene,
  browser,
}) => {
  await scene.provider('first');
  const owner = await scene.person('owner');
  await signIn(page, owner);
  await page.goto(scene.url('/providers'));
  await page.getByRole('button', { name: 'Actions for first' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('renamed');
  await expect(page.getByRole('dialog').getByRole('switch', { name: 'Enabled' })).toHaveCount(0); // a menu tells what follows
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.reload();
  await expect(page.getByText('renamed', { exact: true })).toBeVisible();
  const other = await another(browser, owner);
  await other.goto(scene.url('/providers'));
  await expect(other.getByText('renamed', { exact: true })).toBeVisible();
  expect((await stored(scene))[0]).toMatchObject({ name: 'renamed', key_last_four: 'irst' });
});

test('of two tabs that change the same provider the second is told, sees both values, and decides', async ({
  page,
  scene,
  context,
}) => {
  await scene.provider('shared name');
  await signIn(page, await scene.person('owner'));
  const second = await context.newPage();
  for (const tab of [page, second]) {
    await tab.goto(scene.url('/providers'));
    await tab.getByRole('button', { name: 'Actions for shared name' }).click();
    await tab.getByRole('menuitem', { name: 'Edit' }).click();
  }
  await page.getByRole('textbox', { name: 'Name' }).fill('from the first');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await second.getByRole('textbox', { name: 'Name' }).fill('from the second');
  await second.getByRole('button', { name: 'Save', exact: true }).click();
  const conflict = second.getByRole('row', { name: /^Name/ });
  await expect(conflict).toContainText('from the second');
  await expect(conflict).toContainText('from the first');
  expect((await stored(scene))[0]?.name).toBe('from the first');
  await second.getByRole('button', { name: 'Save mine over it' }).click();
  await expect(second.getByRole('dialog')).toBeHidden();
  expect((await stored(scene))[0]?.name).toBe('from the second');
});

test('the order is changed by keyboard, saved at once, and a stale order is not saved in silence', async ({
  page,
  scene,
  context,
}) => {
  const [a, b, c] = [await scene.provider('alpha'), await scene.provider('beta'), await scene.provider('gamma')];
  await signIn(page, await scene.person('admin'));
  await page.goto(scene.url('/providers'));
  const second = await context.newPage();
  await second.goto(scene.url('/providers'));
  await expect(second.getByText('gamma', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Move gamma' }).focus();
  const told = (words: string) => page.getByRole('status').filter({ hasText: words }); // what a screen reader says
  for (const [key, words] of [
    ['Space', 'gamma is lifted'],
    ['ArrowUp', 'gamma moved to place 2 of 3'],
    ['ArrowUp', 'gamma moved to place 1 of 3'],
    ['Space', 'gamma is dropped at place 1 of 3'],
  ] as const) {
    await expect(async () => {
      await page.keyboard.press(key); // again, like a person whose first was too quick for the page
      await expect(told(words)).toHaveCount(1, { timeout: 3_000 });
    }).toPass();
  }
  await page.getByRole('button', { name: 'Save the order' }).click();
  await expect(page.getByRole('button', { name: 'Save the order' })).toBeHidden();
  expect((await stored(scene)).map(({ id }) => id)).toEqual([c.id, a.id, b.id]);

  await second.getByRole('button', { name: 'Actions for alpha' }).click();
  await second.getByRole('menuitem', { name: 'Move down' }).click();
  await second.getByRole('button', { name: 'Save the order' }).click();
  await expect(second.getByRole('alert')).toContainText('gamma, alpha, beta');
  await second.getByRole('button', { name: 'Keep what is stored' }).click();
  expect((await stored(scene)).map(({ id }) => id)).toEqual([c.id, a.id, b.id]);
});

test('disabling names the models that cannot be called then, and waits for a yes', async ({ page, scene }) => {
  const provider = await scene.provider('paused');
  await scene.model('gpt-4o-mini', { provider_id: provider.id, alias: 'tied' });
  await signIn(page, await scene.person('admin'));
  await page.goto(scene.url('/providers'));
  await page.getByRole('button', { name: 'Actions for paused' }).click();
  await page.getByRole('menuitem', { name: 'Disable' }).click();
  const dialog = page.getByRole('dialog', { name: 'Disable paused' });
  await expect(dialog).toContainText('1 model is bound to it');
  await expect(dialog).toContainText('tied (the default for Chat and text)');
  await expectAccessible(page);
  expect((await stored(scene))[0]).toMatchObject({ enabled: true });
  await dialog.getByRole('button', { name: 'Disable', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('disabled', { exact: true })).toBeVisible();
  expect((await stored(scene))[0]).toMatchObject({ enabled: false });
});

test('deleting names what goes along first, and wants the name', async ({ page, scene }) => {
  const provider = await scene.provider('doomed');
  await scene.model('gpt-4o-mini', { provider_id: provider.id, alias: 'tied' });
  await signIn(page, await scene.person('owner'));
  await page.goto(scene.url('/providers'));
  await page.getByRole('button', { name: 'Actions for doomed' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete doomed' });
  await expect(dialog).toContainText('1 model is deleted too');
  await expect(dialog).toContainText('tied');
  await expectAccessible(page);
  await expect(dialog.getByRole('button', { name: 'Delete', exact: true })).toBeDisabled();
  await dialog.getByLabel('Type doomed to confirm').fill('doomed');
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByText('No provider yet')).toBeVisible();
  expect(await stored(scene)).toEqual([]);
});

test('who may not change providers does not see the page', async ({ page, scene }) => {
  for (const role of ['viewer', 'member', 'editor'] as const) {
    await page.context().clearCookies();
    await signIn(page, await scene.person(role));
    await expect(page.getByRole('link', { name: 'Providers' })).toBeHidden();
    await page.goto(scene.url('/providers'));
    await expect(page.getByText('Your role does not show this page')).toBeVisible();
  }
  await call('GET', `/tenants/${scene.slug}/providers`); // it is there for who may
  expect(serverUrl()).not.toBe('');
});
