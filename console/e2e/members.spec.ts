import { act, another, expect, expectAccessible, newBrowser, PASSWORD, type Scene, signIn, test } from './support';

interface Member {
  readonly email: string;
  readonly role: string;
  readonly accepted: boolean;
}

const stored = async (scene: Scene, email: string) =>
  (await scene.read<{ data: Member[] }>('/members')).data.find((member) => member.email === email);

test('a person is invited by link, joins elsewhere, gets another role, and is removed', async ({
  page,
  scene,
  browser,
}) => {
  const email = `nora-${scene.slug}@example.org`;
  await signIn(page, await scene.person('owner'));
  await page.goto(scene.url('/members'));
  await page.getByRole('button', { name: 'Invite a person' }).click();
  const form = page.getByRole('dialog', { name: 'Invite a person' });
  await form.getByLabel('E-mail').fill(email);
  await form.getByRole('textbox', { name: 'Name' }).fill('Nora');
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Invite', exact: true }).click();
  const shown = page.getByRole('dialog', { name: 'Nora is invited' });
  const link = await shown.getByText(/\/sign-in#invitation=/).textContent();
  await expectAccessible(page);
  await shown.getByRole('button', { name: 'I have copied it' }).click();
  await expect(page.getByRole('button', { name: 'Invite a person' })).toBeFocused();
  const row = page.getByRole('row', { name: /Nora/ });
  await expect(row).toContainText('Invited');
  expect(await stored(scene, email)).toMatchObject({ role: 'member', accepted: false });

  const nora = await newBrowser(browser);
  await nora.goto(link ?? '');
  await nora.getByRole('textbox', { name: /^Your password/ }).fill(PASSWORD);
  await nora.getByRole('button', { name: 'Accept', exact: true }).click();
  await expect(nora.getByText(`You are now a member of ${scene.name}`)).toBeVisible();
  await signIn(nora, email);
  await expect(nora).toHaveURL(scene.url());
  await expect(nora.getByRole('link', { name: 'Model settings' })).toHaveCount(0);
  await page.reload();
  await expect(row).toContainText('Joined');

  await act(page, 'Nora', 'Change');
  const change = page.getByRole('dialog', { name: 'Change Nora' });
  await change.getByRole('combobox', { name: 'Role' }).click();
  await page.getByRole('option', { name: 'Admin' }).click();
  await change.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(change).toBeHidden();
  await expect(row).toContainText('Admin');
  expect(await stored(scene, email)).toMatchObject({ role: 'admin', accepted: true });
  await nora.goto(scene.url('/members'));
  await expect(nora.getByRole('row', { name: /Nora/ })).toContainText('Admin');

  await act(page, 'Nora', 'Remove');
  const removal = page.getByRole('dialog', { name: 'Remove Nora' });
  await expectAccessible(page);
  await expect(removal.getByRole('button', { name: 'Remove', exact: true })).toBeDisabled();
  await removal.getByLabel(`Type ${email} to confirm`).fill(email);
  await removal.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(row).toHaveCount(0);
  expect(await stored(scene, email)).toBeUndefined();
  await nora.reload();
  await expect(nora.getByText('Your role does not show this page')).toBeVisible();
});

for (const [role, pages] of [
  ['viewer', ['Overview', 'Models', 'Usage']],
  ['member', ['Overview', 'Playground', 'Models', 'Usage']],
  ['editor', ['Overview', 'Playground', 'Models', 'Usage']],
] as const) {
  test(`the pages of role ${role} are ${pages.join(', ')}, and members are not theirs to see`, async ({
    page,
    scene,
  }) => {
    await signIn(page, await scene.person(role));
    await expect(page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link')).toHaveText([...pages]);
    await page.goto(scene.url('/members'));
    await expect(page.getByText('Your role does not show this page')).toBeVisible();
    await expect(page.getByRole('table')).toHaveCount(0);
  });
}

test('the last owner stays, whoever tries', async ({ page, scene, browser }) => {
  const email = await scene.person('owner');
  await signIn(page, email);
  await page.goto(scene.url('/members'));
  await act(page, 'An owner', 'Leave');
  const leaving = page.getByRole('dialog', { name: `Leave ${scene.name}` });
  await leaving.getByLabel(`Type ${scene.slug} to confirm`).fill(scene.slug);
  await leaving.getByRole('button', { name: 'Leave', exact: true }).click();
  await expect(leaving.getByRole('alert')).toContainText('owner');
  await leaving.getByRole('button', { name: 'Cancel' }).click();
  await act(page, 'An owner', 'Change');
  const change = page.getByRole('dialog', { name: 'Change An owner' });
  await change.getByRole('combobox', { name: 'Role' }).click();
  await page.getByRole('option', { name: 'Viewer' }).click();
  await change.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(change.getByRole('alert')).toContainText('owner');
  expect(await stored(scene, email)).toMatchObject({ role: 'owner' });

  const admin = await another(browser, await scene.person('admin'));
  await admin.goto(scene.url('/members'));
  await expect(admin.getByRole('button', { name: 'Actions for An admin' })).toBeVisible();
  await expect(admin.getByRole('button', { name: 'Actions for An owner' })).toHaveCount(0);
});
