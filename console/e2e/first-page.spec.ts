import { ScriptBytes } from './firstPage';
import { expect, serverUrl, signIn, test } from './support';

const LIMIT = 250 * 1000;

test('the first page, and what is needed to sign in, comes with less than 250 kB of compressed script', async ({
  page,
  scene,
}) => {
  const bytes = new ScriptBytes(page);
  await page.goto(`${serverUrl()}/`);
  await page.waitForLoadState('networkidle');
  const signInForm = await bytes.sum();
  expect(signInForm).toBeGreaterThan(50_000); // it is measured at all
  expect(signInForm).toBeLessThan(LIMIT);
  await signIn(page, await scene.person('owner'));
});
