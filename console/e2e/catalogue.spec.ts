import { randomUUID } from 'node:crypto';
import { anOperator, call, expect, expectAccessible, serverUrl, signIn, test } from './support';

interface Entry {
  readonly source: string;
  readonly context_window: number | null;
  readonly prices: Record<string, string | null> | null;
  readonly price_history: readonly unknown[];
}

test('an operator adds an entry with a slash in its name, corrects it beside somebody else, and takes it back', async ({
  page,
}) => {
  test.slow();
  const name = `acme/model-${randomUUID().slice(0, 8)}`;
  const path = `/catalogue/models/openai/${encodeURIComponent(name)}`;
  await signIn(page, await anOperator());
  await page.goto(`${serverUrl()}/operator/catalogue`);
  await page.getByRole('button', { name: 'Add an entry' }).click();
  const adding = page.getByRole('dialog', { name: 'Add an entry' });
  const called = adding.getByRole('textbox', { name: 'Name', exact: true });
  await called.pressSequentially('gpt-4o');
  await expect(adding.getByText('in the catalogue already')).toBeVisible();
  await expect(adding.getByRole('button', { name: 'Add', exact: true })).toBeDisabled();
  await called.fill(name);
  await adding.getByText('These', { exact: true }).click();
  await adding.getByRole('textbox', { name: /^Input/ }).fill('0.000000000001');
  await adding.getByRole('textbox', { name: /^Output/ }).fill('10.50');
  await expectAccessible(page);
  await adding.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(adding).toBeHidden();
  expect((await call<Entry>('GET', path)).prices).toMatchObject({ input: '0.000000000001', output: '10.50' });

  await page.getByRole('searchbox', { name: 'Search: Catalogue' }).fill(name);
  await page.getByRole('button', { name: `Actions for openai/${name}` }).click();
  await page.getByRole('menuitem', { name: 'Correct' }).click();
  const form = page.getByRole('dialog', { name: `Correct openai/${name}` });
  await form.getByRole('textbox', { name: /^Output/ }).fill('11');
  await call('PUT', path, { model_type: 'llm', context_window: 777, prices: { input: '5', output: '6' } });
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form.getByRole('alert')).toContainText('Input 5, Output 6');
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Save mine over it' }).click();
  await expect(form).toBeHidden();
  const corrected = await call<Entry>('GET', path);
  expect(corrected).toMatchObject({ context_window: 777, prices: { input: '0.000000000001', output: '11' } });
  expect(corrected.price_history).toHaveLength(3);

  await page.getByRole('button', { name: `Actions for openai/${name}` }).click();
  await page.getByRole('menuitem', { name: 'Details' }).click();
  await expect(page.getByRole('dialog').getByRole('table', { name: 'Price history' }).getByRole('row')).toHaveCount(4);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: `Actions for openai/${name}` }).click();
  await page.getByRole('menuitem', { name: 'Take back' }).click();
  const deletion = page.getByRole('dialog');
  await deletion.getByRole('textbox').fill(name);
  await deletion.getByRole('button', { name: 'Take back' }).click();
  await expect(page.getByText(`Nothing found for “${name}”`)).toBeVisible();
});

test('an owner of a tenant has no page of the catalogue', async ({ page, scene }) => {
  await signIn(page, await scene.person('owner'));
  await page.goto(`${serverUrl()}/operator/catalogue`);
  await expect(page.getByText('Your role does not show this page')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Catalogue', exact: true })).toHaveCount(0);
});
