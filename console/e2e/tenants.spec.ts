import { randomUUID } from 'node:crypto';
import { act, anOperator, another, call, expect, expectAccessible, PASSWORD, serverUrl, signIn, test } from './support';

interface Tenant {
  readonly name: string;
  readonly slug: string;
  readonly status: string;
}

test('an operator creates a tenant, renames it, suspends and re-activates it, and archives it', async ({
  page,
  browser,
}) => {
  const slug = `e2e-${randomUUID().slice(0, 8)}`;
  const stored = () => call<Tenant>('GET', `/tenants/${slug}`);
  await signIn(page, await anOperator());
  await page.goto(`${serverUrl()}/operator/tenants`);
  await page.getByRole('button', { name: 'Create a tenant' }).first().click();
  const form = page.getByRole('dialog', { name: 'Create a tenant' });
  await form.getByRole('textbox', { name: 'Name' }).fill(slug.toUpperCase());
  await expect(form.getByRole('textbox', { name: 'Slug' })).toHaveValue(slug);
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Create', exact: true }).click();
  const ready = page.getByRole('dialog', { name: `${slug.toUpperCase()} is ready` });
  await expectAccessible(page);
  await ready.getByRole('button', { name: 'Stay here' }).click();
  await page.getByRole('searchbox', { name: 'Search: Tenants' }).fill(slug);

  await act(page, slug.toUpperCase(), 'Edit');
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill(`Renamed ${slug}`);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const row = page.getByRole('row', { name: new RegExp(`Renamed ${slug}`) });
  await expect(row).toContainText('Active');
  expect(await stored()).toMatchObject({ name: `Renamed ${slug}`, slug, status: 'active' });

  const email = `owner-${slug}@example.org`;
  await call('POST', `/tenants/${slug}/members`, { email, display_name: 'Owen', role: 'owner', password: PASSWORD });
  const owner = await another(browser, email);
  await owner.goto(`${serverUrl()}/t/${slug}/members`);
  await expect(owner.getByRole('button', { name: 'Invite a person' })).toBeVisible();

  await act(page, `Renamed ${slug}`, 'Suspend');
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend', exact: true }).click();
  await expect(row).toContainText('Suspended');
  expect(await stored()).toMatchObject({ status: 'suspended' });
  await owner.reload();
  await expect(owner.getByText('This tenant is suspended')).toBeVisible();
  await expect(owner.getByRole('row', { name: /Owen/ })).toBeVisible();
  await expect(owner.getByRole('button', { name: /Invite a person|Actions for/ })).toHaveCount(0);

  await act(page, `Renamed ${slug}`, 'Re-activate');
  await page.getByRole('dialog').getByRole('button', { name: 'Re-activate', exact: true }).click();
  await expect(row).toContainText('Active');
  await owner.reload();
  await expect(owner.getByRole('button', { name: 'Invite a person' })).toBeVisible();

  await act(page, `Renamed ${slug}`, 'Archive');
  const archive = page.getByRole('dialog', { name: `Archive Renamed ${slug}` });
  await expectAccessible(page);
  await expect(archive.getByRole('button', { name: 'Archive', exact: true })).toBeDisabled();
  await archive.getByLabel(`Type ${slug} to confirm`).fill(slug);
  await archive.getByRole('button', { name: 'Archive', exact: true }).click();
  await expect(page.getByText(`Nothing found for “${slug}”`)).toBeVisible();
  const { data } = await call<{ data: Tenant[] }>('GET', `/tenants?q=${slug}`);
  expect(data).toEqual([]);
});
