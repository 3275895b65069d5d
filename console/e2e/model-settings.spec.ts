import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectNoSidewaysScrolling, type Scene, signIn, test } from './support';

interface Default {
  readonly model_type: string;
  readonly model_id: string | null;
  readonly source: string;
}

const stored = async (scene: Scene) =>
  (await scene.read<{ data: Default[] }>('/default-models')).data.find(({ model_type }) => model_type === 'llm');

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Default for Chat and text' }).click();
  await page.getByRole('option', { name }).click();
}

const save = (page: Page) => page.getByRole('button', { name: 'Save the default for Chat and text' });
const shown = (page: Page) => page.getByRole('combobox', { name: 'Default for Chat and text' });

test('a default that is chosen is what a reload shows; un-pinned, it stays as elected', async ({ page, scene }) => {
  await scene.provider();
  await scene.model('first', { alias: 'first' });
  const second = await scene.model('second', { alias: 'second' });
  await signIn(page, await scene.person('admin'));
  await page.goto(scene.url('/model-settings'));
  await expect(shown(page)).toHaveValue('first');
  await choose(page, 'second');
  await save(page).click();
  await expect(page.getByRole('button', { name: 'Un-pin the default for Chat and text' })).toBeVisible();
  await page.reload();
  await expect(shown(page)).toHaveValue('second');
  expect(await stored(scene)).toMatchObject({ model_id: second.id, source: 'pinned' });
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Un-pin the default for Chat and text' }).click();
  await expect(page.getByRole('button', { name: 'Pin the default for Chat and text', exact: true })).toBeVisible();
  expect(await stored(scene)).toMatchObject({ model_id: second.id, source: 'elected' });
});

test('of two tabs that save at once the second is told, sees both, and decides', async ({ page, scene, context }) => {
  await scene.provider();
  await scene.model('first', { alias: 'first' });
  const second = await scene.model('second', { alias: 'second' });
  await scene.model('third', { alias: 'third' });
  await signIn(page, await scene.person('admin'));
  await page.goto(scene.url('/model-settings'));
  const tab = await context.newPage();
  await tab.goto(scene.url('/model-settings'));
  await choose(page, 'second');
  await choose(tab, 'third');
  await save(page).click();
  await expect(page.getByRole('button', { name: 'Un-pin the default for Chat and text' })).toBeVisible();
  await save(tab).click();
  const conflict = tab.getByRole('alert').filter({ hasText: 'Somebody else saved a change meanwhile' });
  await expect(conflict).toContainText('third');
  await expect(conflict).toContainText('second (pinned)');
  await expectAccessible(tab);
  expect(await stored(scene)).toMatchObject({ model_id: second.id });
  await conflict.getByRole('button', { name: 'Keep what is stored' }).click();
  await expect(shown(tab)).toHaveValue('second');
  await choose(tab, 'None: calls without a model are refused');
  await save(tab).click();
  await expect(save(tab)).toBeHidden();
  expect(await stored(scene)).toMatchObject({ model_id: null, source: 'pinned' });
});

test('a model that cannot be called says why, and where to mend it; it fits a narrow screen', async ({
  page,
  scene,
}) => {
  await scene.provider('mock', { enabled: false });
  await scene.model('gpt-4o-mini', { alias: 'chat' });
  await signIn(page, await scene.person('owner'));
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto(scene.url('/model-settings'));
  const row = page.getByRole('region', { name: 'Chat and text' });
  await expect(row).toContainText('Its provider is disabled: enable it.');
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await row.getByRole('link', { name: 'To the providers' }).click();
  await expect(page).toHaveURL(/\/providers$/);
});

test('an editor has no page of model settings', async ({ page, scene }) => {
  await signIn(page, await scene.person('editor'));
  await page.goto(scene.url('/model-settings'));
  await expect(page.getByText('Your role does not show this page')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Model settings' })).toHaveCount(0);
});
