import type { Page } from '@playwright/test';
import {
  anOperator,
  call,
  expect,
  expectAccessible,
  expectNoSidewaysScrolling,
  Scene,
  serverUrl,
  signIn,
  test,
} from './support';

// Every page that the navigation shows, for who sees all of a tenant, who sees the deployment, and who sees least: new pages are
// covered by being in the navigation. The pictures are for people to look at: target/screens.

/** A tenant in which every page has something to show. */
async function furnished(): Promise<Scene> {
  const scene = await Scene.make();
  await scene.provider('main');
  await scene.provider('spare');
  await scene.model('gpt-4o-mini', { alias: 'quick', prices: { input: '150', output: '600' } });
  await scene.model('gpt-4o', { alias: 'smart', prices: { input: '2500', output: '10000' } });
  await scene.model('text-embedding-3-small', { model_type: 'text-embedding' });
  await call('POST', `/tenants/${scene.slug}/budgets`, {
    scope: 'tenant',
    window: 'month',
    limit_micros: 50_000_000,
    mode: 'strict',
  });
  const { key } = await call<{ key: string }>('POST', `/tenants/${scene.slug}/api-keys`, { name: 'shop' });
  for (const model of ['quick', 'smart', 'quick']) {
    const answer = await fetch(`${serverUrl()}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, max_tokens: 50, messages: [{ role: 'user', content: 'Hello' }] }),
    });
    expect(answer.status).toBe(200);
    await answer.text();
  }
  await expect
    .poll(async () => (await scene.read<{ data: unknown[] }>('/usage/events')).data.length, { timeout: 30_000 })
    .toBe(3);
  return scene;
}

/** Waits until nothing of the page is on its way or moving. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
}

let scene: Scene;
test.beforeAll(async () => {
  scene = await furnished();
});

for (const role of ['owner', 'operator', 'viewer'] as const) {
  test(`every page of the navigation, as ${role}`, async ({ page }) => {
    test.setTimeout(300_000);
    await signIn(page, role === 'operator' ? await anOperator() : await scene.person(role));
    await page.goto(scene.url());
    await settled(page);
    const links = page.getByRole('navigation').getByRole('link');
    const pages = await links.evaluateAll((all) =>
      all.map((link) => ({ path: link.getAttribute('href') ?? '', name: link.textContent ?? '' })),
    );
    expect(pages.length).toBeGreaterThan(role === 'viewer' ? 2 : 8);
    // a tenant's pages are the owner's sights; of them an operator opens the first
    const seen = role === 'operator' ? pages.filter(({ path }, at) => at === 0 || !path.startsWith('/t/')) : pages;
    expect(seen.length).toBeGreaterThan(2);
    for (const { path, name } of [...seen, { path: '/profile', name: 'Profile' }]) {
      await test.step(name, async () => {
        await page.emulateMedia({ colorScheme: 'light' });
        await page.goto(`${serverUrl()}${path}`);
        await settled(page);
        for (const scheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme: scheme });
          await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme);
          await expectAccessible(page);
          const file = `${role}-${name.toLowerCase().replace(/[^a-z]+/g, '-')}-${scheme}.png`;
          await page.screenshot({ path: `target/screens/${file}`, fullPage: true, animations: 'disabled' });
        }
        await page.setViewportSize({ width: 360, height: 800 });
        await expectNoSidewaysScrolling(page);
        await page.setViewportSize({ width: 1280, height: 900 });
      });
    }
  });
}
