import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  call,
  expect,
  expectAccessible,
  expectNoSidewaysScrolling,
  type Scene,
  serverUrl,
  signIn,
  test,
} from './support';

/** Calls the model of the scene, as an application would. */
async function calls(scene: Scene, count: number, name = 'application'): Promise<void> {
  const { key } = await call<{ key: string }>('POST', `/tenants/${scene.slug}/api-keys`, { name });
  for (let at = 0; at < count; at++) {
    const answer = await fetch(`${serverUrl()}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'default', messages: [{ role: 'user', content: 'Hello' }] }),
    });
    expect(answer.status, await answer.text()).toBe(200);
  }
}

test('usage shows what the ledger has, in all, by group and call by call', async ({ page, scene }) => {
  await scene.provider('mock');
  await scene.model('gpt-4o-mini', { prices: { input: '1000', output: '2000' } });
  await calls(scene, 3);
  await expect.poll(async () => (await scene.read<{ data: unknown[] }>('/usage/events')).data.length).toBe(3);
  const { total } = await scene.read<{ total: { cost_micros: number } }>('/usage');
  const cost = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'USD', maximumFractionDigits: 4 }).format(
    total.cost_micros / 1_000_000,
  );
  await signIn(page, await scene.person('admin'));
  await page.goto(scene.url('/usage'));
  await expect(page.getByRole('figure')).toContainText('openai-compatible/gpt-4o-mini');
  await expect(page.getByRole('table', { name: 'Sums' }).getByRole('row').nth(1)).toContainText(cost);
  await expect(page.getByRole('table', { name: 'Calls' }).getByRole('row')).toHaveCount(4);
  await expectAccessible(page);
  await page.getByRole('combobox', { name: 'By', exact: true }).click();
  await page.getByRole('option', { name: 'API key' }).click();
  await expect(page.getByRole('table', { name: 'Sums' }).getByRole('row').nth(1)).toContainText('application');
  await page.getByRole('button', { name: 'Details' }).first().click();
  await expect(page.getByRole('dialog')).toContainText('completed');
  await page.keyboard.press('Escape');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'As CSV' }).click();
  expect((await download).suggestedFilename()).toContain(`usage-${scene.slug}`);

  await page.route(/\/usage\?.*group_by=model/, async (route) => {
    const response = await route.fetch();
    const sums = await response.json();
    const many = Array.from({ length: 1000 }, (_, at) => ({
      ...sums.data[0],
      group: randomUUID(),
      name: `many-${at}`,
    }));
    await route.fulfill({ response, json: { ...sums, data: many } });
  });
  await page.reload();
  await page.getByRole('combobox', { name: 'By', exact: true }).click();
  await page.getByRole('option', { name: 'Model' }).click();
  const sums = page.getByRole('table', { name: 'Sums' }).getByRole('row');
  await expect(sums).toHaveCount(51);
  await expect(page.getByText('No more than the 1,000 dearest are listed')).toBeVisible();
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(sums).toHaveCount(101);
  await page.getByRole('searchbox', { name: 'Search: Sums' }).fill('MANY-777');
  await expect(sums).toHaveCount(2);
});

test('usage is shown of days of one’s choice, which a link keeps', async ({ page, scene }) => {
  await scene.provider('mock');
  await scene.model();
  await calls(scene, 1);
  await expect.poll(async () => (await scene.read<{ data: unknown[] }>('/usage/events')).data.length).toBe(1);
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  await signIn(page, await scene.person('admin'));
  await page.goto(scene.url('/usage'));
  await page.getByRole('combobox', { name: 'By', exact: true }).click();
  await page.getByRole('option', { name: 'API key' }).click();
  await page.getByRole('combobox', { name: 'Time', exact: true }).click();
  await page.getByRole('option', { name: 'Days of your choice' }).click();
  const form = page.getByRole('form', { name: 'Days of your choice' });
  const show = form.getByRole('button', { name: 'Show these days' });
  await expect(form.getByLabel('First day')).toHaveValue(day(29));
  await form.getByLabel('First day').fill(day(3));
  await form.getByLabel('Last day').fill(day(4));
  await expect(form.getByText('The last day is before the first.')).toBeVisible();
  await expect(show).toBeDisabled();
  await expect(page.getByRole('figure')).toBeVisible();
  await form.getByLabel('Last day').fill('');
  await expect(form.getByText('Give both days.')).toBeVisible();
  await form.getByLabel('Last day').fill(day(2));
  await expectAccessible(page);
  await show.click();
  await expect(page.getByText('Nothing was called in this time')).toBeVisible();
  await expect(page.getByText('No call in this time')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`by=key.*from=${day(3)}.*to=${day(2)}|from=${day(3)}.*to=${day(2)}.*by=key`));
  await form.getByLabel('Last day').fill(day(0));
  await show.click();
  await expect(page.getByRole('table', { name: 'Sums' }).getByRole('row').nth(1)).toContainText('application');
  await page.reload();
  await expect(form.getByLabel('First day')).toHaveValue(day(3));
  await expect(form.getByLabel('Last day')).toHaveValue(day(0));
  await expect(page.getByRole('table', { name: 'Sums' }).getByRole('row').nth(1)).toContainText('application');
  await page.setViewportSize({ width: 360, height: 800 });
  await expectNoSidewaysScrolling(page);
  await page.goto(scene.url('/usage?span=own&from=2026-03-02&to=2026-03-01'));
  await expect(page.getByRole('combobox', { name: 'Time', exact: true })).toHaveValue('Last 30 days');
});

test('calls are narrowed by key and model, in the file and a link too, and say what they were in words', async ({
  page,
  scene,
}) => {
  const { id: provider } = await scene.provider('mock');
  await scene.model();
  const { id: unused } = await scene.model('gpt-4o', { alias: 'unused' });
  await calls(scene, 2);
  await calls(scene, 1, 'nightly job');
  await expect.poll(async () => (await scene.read<{ data: unknown[] }>('/usage/events')).data.length).toBe(3);
  await signIn(page, await scene.person('admin'));
  await page.goto(scene.url('/usage'));
  const rows = page.getByRole('table', { name: 'Calls' }).getByRole('row');
  await expect(rows).toHaveCount(4);
  await expect(page.getByRole('figure')).toBeVisible(); // it moves what is below it
  await page.getByRole('combobox', { name: 'API key', exact: true }).click();
  await page.getByRole('option', { name: 'nightly job' }).click();
  await expect(rows).toHaveCount(2);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'As CSV' }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file.trim().split('\n')).toHaveLength(2);
  await page.getByRole('button', { name: 'Details' }).click();
  const details = page.getByRole('dialog');
  await expect(details.getByRole('row', { name: /^API key/ })).toContainText('nightly job');
  await expect(details.getByRole('row', { name: /^Called with/ })).toContainText('the tenant’s key');
  await expect(details.getByRole('row', { name: /^Member/ })).toContainText('a service’s key');
  await expect(details).not.toContainText('_');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(rows).toHaveCount(2);
  await expect(page.getByRole('figure')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'API key', exact: true })).toHaveValue('nightly job');
  await page.getByRole('combobox', { name: 'Model', exact: true }).click();
  await page.getByRole('option', { name: 'unused' }).click();
  await expect(page.getByText('No call fits these filters')).toBeVisible();
  expect(page.url()).toContain(unused);
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(rows).toHaveCount(4);
  await page.goto(scene.url(`/usage?provider=${provider}&outcome=completed`));
  await expect(rows).toHaveCount(4);
  await expect(page.getByRole('figure')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Provider', exact: true })).toHaveValue(/^mock/);
  await page.getByRole('combobox', { name: 'Outcome', exact: true }).click();
  await page.getByRole('option', { name: 'timed out' }).click();
  await expect(page.getByText('No call fits these filters')).toBeVisible();
});

test('a member sees only what their own keys used', async ({ page, scene }) => {
  await scene.provider('mock');
  await scene.model();
  await calls(scene, 1);
  await signIn(page, await scene.person('member'));
  await page.goto(scene.url('/usage'));
  await expect(page.getByText('Nothing was called in this time')).toBeVisible();
  await expect(page.getByText('You see what your own keys used.')).toBeVisible();
});
