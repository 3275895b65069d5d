import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { call, expect, mockUrl, PASSWORD, serverUrl, signIn, test } from './support';

// What README.md shows. Every name and key is made up.
const images = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const tenant = '/tenants/acme';

test.use({ colorScheme: 'light', viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1, locale: 'en-GB' });

async function seed(): Promise<string> {
  const email = 'olivia@acme.example';
  await call('POST', '/tenants', { slug: 'acme', name: 'Acme Shipping' });
  await call('POST', `${tenant}/members`, { email, display_name: 'Olivia Marsh', role: 'owner', password: PASSWORD });
  const at = (path: string) => `${mockUrl()}${path}`;
  const providers = [
    { family: 'openai', name: 'main', base_url: at('/v1'), api_key: 'made-up-openai-key-7Q2f' },
    { family: 'openai', name: 'europe', base_url: at('/v1'), api_key: 'made-up-openai-key-e91K' },
    { family: 'anthropic', name: 'research', base_url: at(''), api_key: 'made-up-anthropic-key-Zw4t' },
    { family: 'openai-compatible', name: 'on our own machines', base_url: at('/v1') },
  ];
  for (const provider of providers) {
    await call('POST', `${tenant}/providers`, provider);
  }
  const models = [
    { family: 'openai', model: 'gpt-4o', model_type: 'llm', alias: 'smart' },
    { family: 'openai', model: 'gpt-4o-mini', model_type: 'llm', alias: 'quick' },
    { family: 'openai', model: 'text-embedding-3-small', model_type: 'text-embedding' },
  ];
  for (const model of models) {
    await call('POST', `${tenant}/models`, model);
  }
  return email;
}

async function picture(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: `${images}console-${name}.png`, animations: 'disabled', caret: 'hide' });
}

test('the pictures of README.md', async ({ page }) => {
  mkdirSync(images, { recursive: true });
  await signIn(page, await seed());

  await page.goto(`${serverUrl()}/t/acme/providers`);
  await expect(page.getByText('on our own machines', { exact: true })).toBeVisible();
  await picture(page, 'providers');

  await page.goto(`${serverUrl()}/t/acme/playground`);
  await page.getByRole('textbox', { name: 'Message' }).fill('Tell me a long story');
  await page.getByRole('button', { name: 'Send' }).click();
  const facts = page.getByRole('log').getByLabel('What it took');
  await expect(facts).toContainText('US$', { timeout: 60_000 });
  await picture(page, 'playground');
});
