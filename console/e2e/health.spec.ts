import { anOperator, ask, call, expect, expectAccessible, serverUrl, signIn, test } from './support';

test('a tenant’s owner cannot open the health of the deployment', async ({ page, scene }) => {
  await signIn(page, await scene.person('owner'));
  await expect(page.getByRole('link', { name: 'Audit', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Health', exact: true })).toHaveCount(0);
  await page.goto(`${serverUrl()}/operator/health`);
  await expect(page.getByText('Your role does not show this page')).toBeVisible();
});

test('circuits are found by provider and tenant', async ({ page, scene }) => {
  await scene.provider('unreachable', { base_url: 'http://127.0.0.1:1/v1' });
  await scene.model();
  const { key } = await call<{ key: string }>('POST', `/tenants/${scene.slug}/api-keys`, { name: 'application' });
  for (let at = 0; at < 5; at++) {
    expect(await ask(key)).toBeGreaterThanOrEqual(500);
  }
  await signIn(page, await anOperator());
  await page.goto(`${serverUrl()}/operator/health`);
  const row = page.getByRole('table', { name: 'Circuits that are not closed' }).getByRole('row', { name: scene.slug });
  await expect(row).toContainText('unreachable');
  const search = page.getByRole('searchbox', { name: 'Search: Circuits that are not closed' });
  await search.fill(`nowhere-${scene.slug}`);
  await expect(page.getByText(`Nothing found for “nowhere-${scene.slug}”`)).toBeVisible();
  await search.fill(scene.slug.toUpperCase());
  await expect(row).toHaveCount(1);
  await search.fill('UNREACH');
  await expect(row).toHaveCount(1);
  await expectAccessible(page);
});
