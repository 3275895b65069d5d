import { type Server, startServer } from './server';
import { expect, expectAccessible, mockUrl, newBrowser, PASSWORD, test } from './support';

// A server that nobody has used yet: the journey is its first hour.
let server: Server;

test.beforeAll(async () => {
  test.setTimeout(15 * 60_000);
  server = await startServer();
});

test.afterAll(async () => {
  await server?.stop();
});

test('from the first start to a streamed answer', async ({ page, browser }) => {
  test.setTimeout(180_000);
  const next = (path: string) => expect(page).toHaveURL(`${server.url}${path}`);

  await test.step('the first operator is made with the key that the server printed', async () => {
    await page.goto(server.url);
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await page.getByRole('button', { name: 'First start? Create the first operator' }).click();
    await page.getByRole('textbox', { name: 'Operator key' }).fill(server.operatorKey);
    await page.getByLabel('Your name').fill('Olga Operator');
    await page.getByLabel('E-mail').fill('olga@example.org');
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Create and sign in' }).click();
    await next('/operator/tenants');
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
    );
    expect(kept).not.toContain(server.operatorKey);
  });

  await test.step('a tenant is made', async () => {
    await page.getByRole('button', { name: 'Create a tenant' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Acme Shipping');
    await expect(dialog.getByRole('textbox', { name: 'Slug' })).toHaveValue('acme-shipping');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('dialog').getByRole('link', { name: 'Open the tenant' }).click();
    await next('/t/acme-shipping');
  });

  await test.step('a provider is added, tested, and two of its models imported', async () => {
    await page.getByRole('link', { name: 'Providers', exact: true }).click();
    await page.getByRole('button', { name: 'Add a provider' }).click();
    const form = page.getByRole('dialog', { name: 'Add a provider' });
    await form.getByRole('combobox', { name: 'Family' }).click();
    await page.getByRole('option', { name: 'OpenAI-compatible server' }).click();
    await form.getByRole('textbox', { name: 'Name' }).fill('mock');
    await form.getByRole('textbox', { name: 'Base URL' }).fill(`${mockUrl()}/v1`);
    await form.getByLabel('API key').first().fill('mock-key-12345678');
    await form.getByRole('button', { name: 'Add', exact: true }).click();

    const models = page.getByRole('dialog', { name: 'Models of mock' });
    for (const model of ['gpt-4', 'gpt-4o']) {
      await models.getByRole('checkbox', { name: model, exact: true }).check();
      const type = models.getByRole('combobox', { name: `Type of ${model}`, exact: true });
      if ((await type.inputValue()) === '') {
        await type.click();
        await page.getByRole('option', { name: 'Chat and text' }).click();
      }
    }
    await models.getByRole('button', { name: 'Add 2 models' }).click();
    await expect(page.getByText('2 models were added')).toBeVisible();
    await expect(models).toBeHidden();

    await page.getByRole('button', { name: 'Actions for mock' }).click();
    await page.getByRole('menuitem', { name: 'Test the connection' }).click();
    await expect(page.getByText(/It works: \d+ models? listed/)).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('the elected default is shown, and another is pinned', async () => {
    await page.getByRole('link', { name: 'Model settings', exact: true }).click();
    const chat = page.getByRole('region', { name: 'Chat and text' });
    await expect(chat).toContainText('elected');
    const chosen = chat.getByRole('combobox', { name: 'Default for Chat and text' });
    const elected = await chosen.inputValue();
    expect(elected).toMatch(/gpt-4o?$/);
    const other = elected.endsWith('o') ? elected.slice(0, -1) : `${elected}o`;
    await chosen.click();
    await page
      .getByRole('option')
      .filter({ has: page.getByText(other, { exact: true }) })
      .click();
    const pinned = await chosen.inputValue();
    expect(pinned).not.toBe(elected);
    await chat.getByRole('button', { name: 'Save the default for Chat and text' }).click();
    await expect(chat).toContainText('pinned');
    await page.reload();
    await expect(chat).toContainText('pinned');
    await expect(chosen).toHaveValue(pinned);
  });

  const link = await test.step('an owner is invited', async () => {
    await page.getByRole('link', { name: 'Members', exact: true }).click();
    await page.getByRole('button', { name: 'Invite a person' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('E-mail').fill('owen@example.org');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Owen Owner');
    await expect(dialog.getByRole('combobox', { name: 'Role' })).toHaveValue('Owner');
    await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
    const shown = page.getByRole('dialog', { name: 'Owen Owner is invited' });
    const text = await shown.getByText(/\/sign-in#invitation=/).textContent();
    await shown.getByRole('button', { name: 'I have copied it' }).click();
    return text ?? '';
  });

  const owner = await newBrowser(browser);
  await test.step('the owner joins in another browser, with a password of their choice', async () => {
    await owner.goto(link);
    await owner.getByRole('textbox', { name: /^Your password/ }).fill(PASSWORD);
    await owner.getByRole('button', { name: 'Accept', exact: true }).click();
    await expect(owner.getByText('You are now a member of Acme Shipping')).toBeVisible();
    await owner.getByLabel('E-mail').fill('owen@example.org');
    await owner.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await owner.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(owner).toHaveURL(`${server.url}/t/acme-shipping`);
  });

  await test.step('the owner streams an answer', async () => {
    await owner.getByRole('link', { name: 'Playground', exact: true }).click();
    await owner.getByRole('textbox', { name: 'Message' }).fill('Hello');
    await owner.getByRole('button', { name: 'Send' }).click();
    await expect(owner.getByRole('log')).toContainText('all is stored, counted and accounted for.');
    await expect(owner.getByRole('log').getByLabel('What it took')).toContainText('the tenant’s key');
  });

  await test.step('usage shows the call', async () => {
    await owner.getByRole('link', { name: 'Usage', exact: true }).click();
    await expect(async () => {
      await owner.reload();
      await expect(owner.getByText('completed').first()).toBeVisible({ timeout: 3_000 });
    }).toPass();
    await expect(owner.getByRole('main')).toContainText('openai-compatible/gpt-4');
    await expectAccessible(owner);
  });
});
