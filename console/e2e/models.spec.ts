import type { Page } from '@playwright/test';
import {
  another,
  call,
  expect,
  expectAccessible,
  expectNoSidewaysScrolling,
  type Scene,
  signIn,
  test,
} from './support';

interface Model {
  readonly id: string;
  readonly model: string;
  readonly alias: string | null;
  readonly display_name: string | null;
  readonly prices: Record<string, string | null> | null;
  readonly prices_source: string;
  readonly options: Record<string, unknown>;
  readonly fallbacks: string[];
  readonly enabled: boolean;
  readonly is_default: boolean;
}

const stored = async (scene: Scene) => (await scene.read<{ data: Model[] }>('/models')).data;

async function act(page: Page, name: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

test('a model is added with its prices, options and fallbacks, and stored as it was typed', async ({ page, scene }) => {
  await scene.provider();
  const other = await scene.model('gpt-4o-mini', { alias: 'other' });
  await signIn(page, await scene.person('admin'));
  await page.goto(scene.url('/models'));
  await page.getByRole('button', { name: 'Add a model' }).click();
  const form = page.getByRole('dialog', { name: 'Add a model' });
  await form.getByRole('combobox', { name: 'Family' }).click();
  await page.getByRole('option', { name: 'OpenAI-compatible server' }).click();
  await form.getByLabel('Model', { exact: false }).first().fill('acme/planner-1');
  await form.getByLabel('Alias').fill('planner');
  await form.getByRole('button', { name: 'Prices' }).click();
  await form.getByRole('switch', { name: 'Prices of this tenant' }).click();
  await form.getByRole('textbox', { name: /^Input/ }).fill('0.10');
  await form.getByRole('textbox', { name: /^Output/ }).fill('0,40');
  await expect(form.getByRole('button', { name: 'Add', exact: true })).toBeDisabled();
  await form.getByRole('textbox', { name: /^Output/ }).fill('0.40');
  await form.getByRole('button', { name: 'Fallbacks' }).click();
  await form.getByRole('combobox', { name: 'Add a fallback' }).click();
  await page.getByRole('option', { name: 'other' }).click();
  await form.getByRole('button', { name: 'Options' }).click();
  const temperature = form.getByLabel('Temperature');
  await temperature.fill('9');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(temperature).toHaveAccessibleDescription(/at most 2/);
  await expectAccessible(page);
  await temperature.clear();
  await temperature.pressSequentially('0.7');
  await expect(temperature).toHaveValue('0.7');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(form).toBeHidden();
  await expect(page.getByRole('row').filter({ hasText: 'planner' })).toContainText('0.10 / 0.40');
  const made = (await stored(scene)).find(({ alias }) => alias === 'planner');
  expect(made).toMatchObject({
    model: 'acme/planner-1',
    prices_source: 'tenant',
    options: { temperature: 0.7 },
    fallbacks: [other.id],
  });
  expect(made?.prices).toMatchObject({ input: '0.10', output: '0.40', cached_input: null });
});

test('an edit sends what was changed, and tells when somebody else was first', async ({ page, scene, browser }) => {
  await scene.provider();
  const model = await scene.model('gpt-4o-mini', { alias: 'chat' });
  const admin = await scene.person('admin');
  await signIn(page, admin);
  await page.goto(scene.url('/models'));
  await act(page, 'chat', 'Edit');
  const form = page.getByRole('dialog', { name: 'Change chat' });
  await form.getByLabel('Display name').fill('Mine');
  await call('PATCH', `/tenants/${scene.slug}/models/${model.id}`, { display_name: 'Theirs', context_limit: 5000 });
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  const conflict = form.getByRole('alert');
  await expect(conflict).toContainText('Mine');
  await expect(conflict).toContainText('Theirs');
  await expectAccessible(page);
  await conflict.getByRole('button', { name: 'Save mine over it' }).click();
  await expect(form).toBeHidden();
  expect((await stored(scene))[0]).toMatchObject({ display_name: 'Mine', context_limit: 5000, alias: 'chat' });
  const elsewhere = await another(browser, admin);
  await elsewhere.goto(scene.url('/models'));
  await expect(elsewhere.getByRole('row').filter({ hasText: 'chat' })).toContainText('Mine');
});

test('disabling a default tells which model takes its place', async ({ page, scene }) => {
  await scene.provider();
  await scene.model('first', { alias: 'first' });
  await scene.model('second', { alias: 'second' });
  await signIn(page, await scene.person('admin'));
  await page.goto(scene.url('/models'));
  await act(page, 'first', 'Disable');
  const dialog = page.getByRole('dialog', { name: 'Disable first' });
  await dialog.getByRole('button', { name: 'Disable', exact: true }).click();
  await expect(dialog).toContainText('The default for Chat and text changes from first to second');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await act(page, 'first', 'Enable');
  await expect.poll(async () => (await stored(scene)).find(({ alias }) => alias === 'first')?.enabled).toBe(true);
  expect((await stored(scene)).find(({ alias }) => alias === 'second')?.is_default).toBe(true);
});

test('a deletion names its consequences, and a tombstone comes back to another provider', async ({ page, scene }) => {
  const provider = await scene.provider('going');
  await scene.provider('staying');
  await scene.model('first', { alias: 'first', provider_id: provider.id });
  await scene.model('second', { alias: 'second' });
  await signIn(page, await scene.person('owner'));
  await page.goto(scene.url('/models'));
  await act(page, 'first', 'Delete');
  const deletion = page.getByRole('dialog', { name: 'Delete first' });
  await expect(deletion).toContainText('The default for Chat and text changes from first to second');
  await expect(deletion.getByRole('button', { name: 'Delete', exact: true })).toBeDisabled();
  await deletion.getByRole('textbox').fill('first');
  await deletion.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(deletion).toBeHidden();
  await call('DELETE', `/tenants/${scene.slug}/providers/${provider.id}`);

  await page.getByRole('tab', { name: 'Deleted' }).click();
  await page.getByRole('button', { name: 'Restore first' }).click();
  const restoring = page.getByRole('dialog', { name: 'Restore first' });
  await expect(restoring).toContainText('The provider that it was bound to is gone');
  await expect(restoring.getByRole('button', { name: 'Restore', exact: true })).toBeDisabled();
  await restoring.getByRole('combobox', { name: 'Provider' }).click();
  await page.getByRole('option', { name: 'staying' }).click();
  await expectAccessible(page);
  await restoring.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(restoring).toBeHidden();
  expect((await stored(scene)).map(({ alias }) => alias).sort()).toEqual(['first', 'second']);
});

test('models are added from the catalogue, with what it knows', async ({ page, scene }) => {
  await signIn(page, await scene.person('admin'));
  await page.goto(scene.url('/models'));
  await page.getByRole('tab', { name: 'Catalogue' }).click();
  await page.getByRole('searchbox', { name: 'Search: Catalogue' }).fill('text-embedding-3-small');
  await page.getByRole('button', { name: 'Add openai/text-embedding-3-small' }).click();
  const form = page.getByRole('dialog', { name: 'Add a model' });
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(form).toBeHidden();
  const [model] = await scene
    .read<{ data: { model_type: string; prices_source: string }[] }>('/models')
    .then((page) => page.data);
  expect(model).toMatchObject({ model_type: 'text-embedding', prices_source: 'catalogue' });
});

test('an editor sees models and changes nothing; a viewer sees what is usable', async ({ page, scene, browser }) => {
  await scene.provider();
  await scene.model('gpt-4o-mini', { alias: 'chat' });
  await signIn(page, await scene.person('editor'));
  await page.goto(scene.url('/models'));
  await expect(page.getByRole('row').filter({ hasText: 'chat' })).toBeVisible();
  await expect(page.getByRole('button', { name: /Add a model|Actions for/ })).toHaveCount(0);
  await expectAccessible(page);
  for (let at = 1; at <= 6; at++) {
    await scene.model(`another-${at}`);
  }
  const viewer = await another(browser, await scene.person('viewer'));
  const tile = viewer.getByRole('region', { name: 'Models that you may use' });
  await expect(tile).toContainText('and 1 more');
  await tile.getByRole('link', { name: 'See them all' }).click();
  const models = viewer.getByRole('region', { name: 'OpenAI-compatible server' }).getByRole('listitem');
  await expect(models).toHaveCount(7);
  await viewer.getByRole('searchbox', { name: 'Search: Usable now' }).fill('CHAT');
  await expect(models).toHaveCount(1);
  await expect(models).toContainText('chat');
  await expect(viewer.getByRole('tab')).toHaveCount(0);
  await viewer.setViewportSize({ width: 360, height: 800 });
  await expectAccessible(viewer);
  await expectNoSidewaysScrolling(viewer);
});
