import { act, call, expect, expectAccessible, expectNoSidewaysScrolling, signIn, test } from './support';

interface Change {
  readonly action: string;
  readonly before: { readonly name: string } | null;
  readonly after: { readonly name: string } | null;
}

test('a change that was made in a page is found by its action, with before and after', async ({ page, scene }) => {
  await call('POST', `/tenants/${scene.slug}/api-keys`, { name: 'application' });
  await signIn(page, await scene.person('admin'));
  await page.goto(scene.url('/api-keys'));
  await act(page, 'application', 'Change');
  await page.getByRole('textbox', { name: 'Name' }).fill('renamed');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();

  await page.getByRole('link', { name: 'Audit', exact: true }).click();
  const rows = page.getByRole('table', { name: 'Audit' }).getByRole('row');
  await expect(rows.nth(1)).toContainText('API key changed');
  const filter = page.getByRole('combobox', { name: 'Action' });
  await filter.fill('Budget created');
  await page.getByRole('option', { name: 'Budget created' }).click();
  await expect(page.getByText('No change fits these filters')).toBeVisible();
  await filter.fill('API key changed');
  await page.getByRole('option', { name: 'API key changed' }).click();
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText('An admin');
  await page.getByRole('button', { name: /^Details: API key changed/ }).click();
  const details = page.getByRole('dialog', { name: 'API key changed' });
  const name = details.getByRole('row', { name: /^Name/ });
  await expect(name.getByRole('cell')).toHaveText(['application', 'renamed']);
  await expectAccessible(page);
  await details.getByRole('button', { name: 'All changes of this one' }).click();
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(2)).toContainText('API key created');
  const { data } = await scene.read<{ data: Change[] }>('/audit-events?action=api_key.change');
  expect(data).toMatchObject([{ before: { name: 'application' }, after: { name: 'renamed' } }]);
});

test('changes are found by the name and the id of what was changed, and a link keeps that', async ({ page, scene }) => {
  const keys = `/tenants/${scene.slug}/api-keys`;
  await call('POST', keys, { name: 'application' });
  const { id } = await call<{ id: string }>('POST', keys, { name: 'nightly job' });
  const { id: gone } = await call<{ id: string }>('POST', keys, { name: 'gone' });
  await call('DELETE', `${keys}/${gone}`);
  await signIn(page, await scene.person('admin'));
  await page.goto(scene.url('/audit'));
  const rows = page.getByRole('table', { name: 'Audit' }).getByRole('row');
  await page.getByRole('combobox', { name: 'Kind' }).click();
  await page.getByRole('option', { name: 'API key' }).click();
  await expect(rows).toHaveCount(5);
  await page.getByRole('combobox', { name: 'Which one' }).click();
  await page.getByRole('option', { name: 'nightly job' }).click();
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText('nightly job');
  await expect(page.getByRole('textbox', { name: 'Id' })).toHaveValue(id);
  await page.reload();
  await expect(rows).toHaveCount(2);
  await expect(page.getByRole('combobox', { name: 'Which one' })).toHaveValue('nightly job');
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(page.getByRole('textbox', { name: 'Id' })).toHaveValue('');
  await expect(page.getByRole('combobox', { name: 'Which one' })).toHaveCount(0);
  await page.getByRole('textbox', { name: 'Id' }).fill(` ${gone} `);
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText('API key deleted');
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Id' }).fill('');
  await page.getByLabel('From').fill('2100-01-01T10:00');
  await expect(page.getByText('No change fits these filters')).toBeVisible();
  await expect(page).toHaveURL(/from=2100-01-01/);
  await page.setViewportSize({ width: 360, height: 800 });
  await expectNoSidewaysScrolling(page);
});
