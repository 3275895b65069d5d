import {
  act,
  another,
  call,
  expect,
  expectAccessible,
  expectNoSidewaysScrolling,
  type Scene,
  signIn,
  test,
} from './support';

interface Budget {
  readonly id: string;
  readonly limit_micros: number;
  readonly mode: string;
  readonly window: string;
}

const budgets = async (scene: Scene) => (await scene.read<{ data: Budget[] }>('/budgets')).data;

test('a budget is set, changed by two people, and lifted', async ({ page, scene, browser }) => {
  const owner = await scene.person('owner');
  await signIn(page, owner);
  await page.goto(scene.url('/budgets'));
  await page.getByRole('button', { name: 'Add a budget' }).click();
  const form = page.getByRole('dialog', { name: 'Add a budget' });
  await form.getByRole('textbox', { name: 'Amount in USD' }).fill('12.3456789');
  await expect(form.getByText('at most six decimals')).toBeVisible();
  await expect(form.getByRole('button', { name: 'Add', exact: true })).toBeDisabled();
  await form.getByRole('textbox', { name: 'Amount in USD' }).fill('1,000');
  await expect(form.getByText('at most six decimals')).toBeVisible();
  await form.getByRole('textbox', { name: 'Amount in USD' }).fill('12.35');
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('region', { name: 'The whole tenant' })).toContainText('US$12.35');
  expect(await budgets(scene)).toMatchObject([{ limit_micros: 12_350_000, mode: 'strict', window: 'month' }]);

  const other = await another(browser, await scene.person('admin'));
  await other.goto(scene.url('/budgets'));
  for (const tab of [page, other]) {
    await tab.getByRole('button', { name: 'Actions for The whole tenant, month' }).click();
    await tab.getByRole('menuitem', { name: 'Edit' }).click();
  }
  await other.getByRole('textbox', { name: 'Amount in USD' }).fill('20');
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(other.getByRole('dialog')).toBeHidden();
  await page.getByRole('textbox', { name: 'Amount in USD' }).fill('30');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const conflict = page.getByRole('row', { name: /^Amount/ });
  await expect(conflict).toContainText('US$30.00');
  await expect(conflict).toContainText('US$20.00');
  expect(await budgets(scene)).toMatchObject([{ limit_micros: 20_000_000 }]);
  await page.getByRole('button', { name: 'Save mine over it' }).click();
  await expect(page.getByRole('region', { name: 'The whole tenant' })).toContainText('US$30.00');
  expect(await budgets(scene)).toMatchObject([{ limit_micros: 30_000_000 }]);

  await page.getByRole('button', { name: 'Actions for The whole tenant, month' }).click();
  await page.getByRole('menuitem', { name: 'Lift' }).click();
  await page.getByLabel('Type The whole tenant, month to confirm').fill('The whole tenant, month');
  await page.getByRole('button', { name: 'Lift', exact: true }).click();
  await expect(page.getByText('No budget yet')).toBeVisible();
  expect(await budgets(scene)).toEqual([]);
});

test('a limit is set for a key, changed and lifted, and the others stay', async ({ page, scene }) => {
  await call('POST', `/tenants/${scene.slug}/api-keys`, { name: 'application' });
  await call('PUT', `/tenants/${scene.slug}/limits`, { limits: [{ scope: 'tenant', requests_per_minute: 600 }] });
  await signIn(page, await scene.person('admin'));
  await page.goto(scene.url('/budgets'));
  await page.getByRole('tab', { name: 'Limits' }).click();
  await page.getByRole('button', { name: 'Add a limit' }).click();
  await page.getByRole('combobox', { name: 'For' }).click();
  await page.getByRole('option', { name: 'API key' }).click();
  await page.getByRole('combobox', { name: 'Which one' }).click();
  await page.getByRole('option', { name: 'application' }).click();
  const tokens = page.getByRole('textbox', { name: 'Tokens a minute' });
  await tokens.fill('0');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(tokens).toHaveAccessibleDescription(/at least 1/);
  await page.evaluate(() => navigator.clipboard.writeText('90,000'));
  await tokens.clear();
  await tokens.press('ControlOrMeta+v');
  await expect(tokens).toHaveValue('90 000');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const row = page.getByRole('row', { name: /application/ });
  await expect(row).toContainText('90,000');
  await expect(page.getByRole('row', { name: /The whole tenant/ })).toContainText('600');
  await expectNoSidewaysScrolling(page);
  await row.getByRole('button').click();
  await page.getByRole('menuitem', { name: 'Lift' }).click();
  await page.getByLabel('Type API key application to confirm').fill('API key application');
  await page.getByRole('button', { name: 'Lift', exact: true }).click();
  await expect(row).toBeHidden();
  const { data } = await scene.read<{ data: { scope: string }[] }>('/limits');
  expect(data.map(({ scope }) => scope)).toEqual(['tenant']);
});

test('a limit that two people change is decided by the second, and lifted only as it was seen', async ({
  page,
  scene,
  browser,
}) => {
  const limits = async () =>
    (await scene.read<{ data: { requests_per_minute: number; tokens_per_minute: number | null }[] }>('/limits')).data;
  await call('PUT', `/tenants/${scene.slug}/limits`, { limits: [{ scope: 'tenant', requests_per_minute: 600 }] });
  await signIn(page, await scene.person('owner'));
  const other = await another(browser, await scene.person('admin'));
  for (const tab of [page, other]) {
    await tab.goto(scene.url('/budgets'));
    await tab.getByRole('tab', { name: 'Limits' }).click();
    await act(tab, 'The whole tenant', 'Edit');
  }
  await other.getByRole('textbox', { name: 'Requests a minute' }).fill('700');
  await other.getByRole('textbox', { name: 'Tokens a minute' }).fill('90000');
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(other.getByRole('dialog')).toBeHidden();

  await page.getByRole('textbox', { name: 'Requests a minute' }).fill('800');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const requests = page.getByRole('row', { name: /^Requests a minute 800/ });
  await expect(requests).toContainText('700');
  await expect(page.getByRole('row', { name: /^Tokens a minute not changed by you/ })).toContainText('90,000');
  await expectAccessible(page);
  expect(await limits()).toMatchObject([{ requests_per_minute: 700 }]);
  await page.getByRole('button', { name: 'Save mine over it' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  expect(await limits()).toMatchObject([{ requests_per_minute: 800, tokens_per_minute: 90_000 }]);

  await other.reload();
  await other.getByRole('tab', { name: 'Limits' }).click();
  await act(other, 'The whole tenant', 'Lift');
  await act(page, 'The whole tenant', 'Edit');
  await page.getByRole('textbox', { name: 'Requests a minute' }).fill('900');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await other.getByLabel('Type The whole tenant to confirm').fill('The whole tenant');
  await other.getByRole('button', { name: 'Lift', exact: true }).click();
  await expect(other.getByText('The limit was changed meanwhile')).toBeVisible();
  expect(await limits()).toMatchObject([{ requests_per_minute: 900 }]);
  await act(page, 'The whole tenant', 'Edit');
  await other.getByRole('button', { name: 'Lift', exact: true }).click();
  await expect(other.getByText('No limit yet')).toBeVisible();
  await page.getByRole('textbox', { name: 'Requests a minute' }).fill('1000');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('The limit was lifted meanwhile')).toBeVisible();
  expect(await limits()).toEqual([]);
});

test('a limit that somebody else added first is not set over', async ({ page, scene }) => {
  await signIn(page, await scene.person('admin'));
  await page.goto(scene.url('/budgets'));
  await page.getByRole('tab', { name: 'Limits' }).click();
  await page.getByRole('button', { name: 'Add a limit' }).click();
  await page.getByRole('textbox', { name: 'Requests a minute' }).fill('10');
  await call('PUT', `/tenants/${scene.slug}/limits`, { limits: [{ scope: 'tenant', requests_per_minute: 600 }] });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('It has a limit already: change that one.')).toBeVisible();
  const { data } = await scene.read<{ data: { requests_per_minute: number }[] }>('/limits');
  expect(data).toMatchObject([{ requests_per_minute: 600 }]);
});

test('budgets and limits are found by the names of what they are for', async ({ page, scene }) => {
  const { id: model } = await scene.model('gpt-4o', { alias: 'smart' });
  for (const name of ['application', 'nightly job']) {
    const { id } = await call<{ id: string }>('POST', `/tenants/${scene.slug}/api-keys`, { name });
    await call('POST', `/tenants/${scene.slug}/budgets`, budgetOf('key', id));
    await call('PUT', `/tenants/${scene.slug}/limits`, {
      limits: [{ scope: 'key', scope_id: id, requests_per_minute: 5 }],
    });
  }
  await call('POST', `/tenants/${scene.slug}/budgets`, budgetOf('model', model));
  await signIn(page, await scene.person('admin'));
  await page.goto(scene.url('/budgets'));
  const cards = page.getByRole('region', { name: /^(API key|Model|The whole) / });
  await expect(cards).toHaveCount(3);
  const search = page.getByRole('searchbox', { name: 'Search: Budgets' });
  await search.fill('NIGHTLY');
  await expect(cards).toHaveCount(1);
  await expect(cards).toContainText('API key nightly job');
  await search.fill('smart');
  await expect(cards).toContainText('Model smart');
  await search.clear();
  await expect(cards).toHaveCount(3);
  const kind = page.getByRole('combobox', { name: 'For' });
  await kind.click();
  await page.getByRole('option', { name: 'API key' }).click();
  await expect(cards).toHaveCount(2);
  await search.fill('night');
  await expect(cards).toHaveCount(1);
  await search.clear();
  await kind.click();
  await page.getByRole('option', { name: 'Member' }).click();
  await expect(page.getByText('No budget is for that')).toBeVisible();
  await page.getByRole('button', { name: 'Show all budgets' }).click();
  await expect(cards).toHaveCount(3);
  await search.fill('nowhere');
  await expect(page.getByText('Nothing found for “nowhere”')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await expect(cards).toHaveCount(3);
  await expectAccessible(page);

  await page.getByRole('tab', { name: 'Limits' }).click();
  const rows = page.getByRole('table', { name: 'Limits' }).getByRole('row');
  await expect(rows).toHaveCount(3);
  await page.getByRole('searchbox', { name: 'Search: Limits' }).fill('Nightly');
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText('API key nightly job');
  await page.getByRole('searchbox', { name: 'Search: Limits' }).fill('nowhere');
  await expect(page.getByText('Nothing found for “nowhere”')).toBeVisible();
  await page.setViewportSize({ width: 360, height: 800 });
  await expectNoSidewaysScrolling(page);
});

function budgetOf(scope: string, scope_id: string) {
  return { scope, scope_id, window: 'month', limit_micros: 5_000_000, mode: 'soft' };
}
