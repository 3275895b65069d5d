import type { Locator, Page } from '@playwright/test';
import { call, expect, expectAccessible, Scene, serverUrl, signIn, test } from './support';

// What the roles between owner and viewer see: every page, and whatever its buttons, menus and tabs open. Nothing that is offered may
// be refused: a page that asks for what the role may not know, or a dialog whose look at the consequences is not allowed, is a 403.

const CLOSES = /^(Cancel|Close|I have copied it)$/;
/** What begins something, and would not only open it. */
const BEGINS = /^(Send|Copy|Save|Save the default|As CSV|Show more|Try again|Previous|Next)/;

/** A tenant with a row on each page. */
async function furnished(): Promise<Scene> {
  const scene = await Scene.make();
  await scene.provider('main');
  await scene.model('gpt-4o-mini', { alias: 'quick', prices: { input: '150', output: '600' } });
  const { id } = await scene.model('gpt-4o', { alias: 'gone' });
  await call('DELETE', `/tenants/${scene.slug}/models/${id}`);
  await call('POST', `/tenants/${scene.slug}/api-keys`, { name: 'shop' });
  await call('PUT', `/tenants/${scene.slug}/limits`, {
    limits: [{ scope: 'tenant', scope_id: null, requests_per_minute: 60, tokens_per_minute: null }],
  });
  await call('POST', `/tenants/${scene.slug}/budgets`, {
    scope: 'tenant',
    window: 'month',
    limit_micros: 50_000_000,
    mode: 'strict',
  });
  await scene.person('owner');
  return scene;
}

/** Follows what the page asks of the server. */
class Requests {
  readonly refused: string[] = [];
  private running = 0;

  constructor(page: Page) {
    page.on('request', () => this.running++);
    page.on('requestfinished', () => this.running--);
    page.on('requestfailed', () => this.running--);
    page.on('response', (answer) => {
      if (answer.status() === 403) {
        this.refused.push(`${answer.request().method()} ${new URL(answer.url()).pathname} at ${page.url()}`);
      }
    });
  }

  /** Until nothing is under way, and what came of it is drawn. */
  async over(page: Page): Promise<void> {
    const drawn = () =>
      page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await drawn();
    await expect.poll(() => this.running, { intervals: [20, 50] }).toBe(0);
    await drawn();
  }
}

/** The names of controls; of those that every row has, the first row's unless rows differ. */
async function named(controls: Locator, eachRow = false): Promise<string[]> {
  const names = await controls.evaluateAll((all) =>
    all
      .filter((one) => !(one as HTMLButtonElement).disabled)
      .map((one) => one.getAttribute('aria-label') ?? one.textContent ?? ''),
  );
  const kinds = new Map<string, string>();
  for (const name of names.map((raw) => raw.trim()).filter((one) => one !== '' && !BEGINS.test(one))) {
    const kind = eachRow ? name : name.replace(/( for| of|:) .*/, '');
    kinds.set(kind, kinds.get(kind) ?? name);
  }
  return [...kinds.values()];
}

async function closeDialogs(page: Page): Promise<void> {
  for (const dialog of (await page.getByRole('dialog').all()).reverse()) {
    await dialog.getByRole('button', { name: CLOSES }).first().click();
  }
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** Opens whatever the page offers, one after the other. */
async function openAll(page: Page, requests: Requests, path: string, eachRow: boolean): Promise<number> {
  const main = page.getByRole('main');
  let opened = 0;
  const settled = async () => {
    await requests.over(page);
    opened++;
    await closeDialogs(page);
    if (!page.url().endsWith(path)) {
      await page.goto(`${serverUrl()}${path}`);
      await requests.over(page);
    }
  };
  for (const tab of ['', ...(await named(main.getByRole('tab')))]) {
    if (tab !== '') {
      await main.getByRole('tab', { name: tab, exact: true }).click();
      await requests.over(page);
    }
    for (const name of await named(main.getByRole('button'), eachRow)) {
      const button = main.getByRole('button', { name, exact: true }).first();
      if (!(await button.isVisible())) {
        continue;
      }
      await button.click();
      await requests.over(page);
      const items = await named(page.getByRole('menuitem'));
      for (const [at, item] of items.entries()) {
        if (at > 0) {
          await button.click();
        }
        await page.getByRole('menuitem', { name: item, exact: true }).click();
        await settled();
      }
      if (items.length === 0) {
        await settled();
      }
    }
  }
  return opened;
}

for (const role of ['member', 'editor', 'admin'] as const) {
  test(`nothing that is offered is refused, as ${role}`, async ({ page }) => {
    const scene = await furnished();
    const requests = new Requests(page);
    await signIn(page, await scene.person(role));
    await expect(page).toHaveURL(scene.url());
    await requests.over(page);
    const links = page.getByRole('navigation').getByRole('link');
    const paths = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    expect(paths.length).toBeGreaterThan(3);
    // an admin is an owner, whose pages screens.spec.ts looks at, but for whose roles and keys may be changed
    const looked = role === 'admin' ? paths.filter((path) => /(members|api-keys)$/.test(path)) : [...paths, '/profile'];
    let opened = 0;
    for (const path of looked) {
      await test.step(path.replace(scene.slug, '…'), async () => {
        await page.goto(`${serverUrl()}${path}`);
        await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
        await requests.over(page);
        await expectAccessible(page);
        opened += await openAll(page, requests, path, role === 'admin');
      });
    }
    expect(requests.refused).toEqual([]);
    expect(opened).toBeGreaterThanOrEqual(role === 'admin' ? 5 : 3);
  });
}
