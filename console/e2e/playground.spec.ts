import { call, expect, expectAccessible, expectNoSidewaysScrolling, refusal, signIn, test } from './support';

interface Event {
  readonly outcome: string;
  readonly output_tokens: number | null;
}

test('a member streams an answer and sees what it took', async ({ page, scene }) => {
  await scene.provider('mock');
  await scene.model('gpt-4o-mini', { alias: 'quick', prices: { input: '100', output: '200' } });
  await signIn(page, await scene.person('member'));
  await page.goto(scene.url('/playground'));
  await page.getByRole('textbox', { name: 'Message' }).fill('Hello');
  await page.getByRole('button', { name: 'Send' }).click();
  const log = page.getByRole('log');
  await expect(log).toContainText('all is stored, counted and accounted for.');
  const facts = log.getByLabel('What it took');
  await expect(facts).toContainText('the tenant’s key');
  await expect(facts).toContainText('mock');
  await expect(facts).toContainText('US$0.00');
  await expect(facts.getByText('First token').locator('..')).toContainText(/\d (ms|s)/);
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  for (const [language, own] of [
    ['curl', '-H "Authorization: Bearer $QM_API_KEY"'],
    ['Python', 'client.chat.completions.create('],
    ['Java', 'ChatCompletionCreateParams.builder()'],
  ] as const) {
    await page.getByRole('tab', { name: language }).click();
    await expect(page.getByRole('tabpanel')).toContainText(own);
  }
  const { data } = await scene.read<{ data: Event[] }>('/usage/events');
  expect(data).toHaveLength(1);
  expect(data[0]?.outcome).toBe('completed');
});

test('a stopped answer stays as far as it came, and is counted as one that the client left', async ({
  page,
  scene,
}) => {
  await scene.provider('mock');
  await scene.model();
  await signIn(page, await scene.person('member'));
  await page.goto(scene.url('/playground'));
  await page.getByRole('textbox', { name: 'Message' }).fill('Tell me a long story');
  await page.keyboard.press('Enter');
  const log = page.getByRole('log');
  await expect(log).toContainText('Once upon a time');
  await page.getByRole('button', { name: 'Stop' }).press('Enter'); // it moves as the answer grows
  await expect(log).toContainText('You stopped it here');
  await expect(log).not.toContainText('of that winter');
  await expect
    .poll(async () => (await scene.read<{ data: Event[] }>('/usage/events')).data.map(({ outcome }) => outcome))
    .toEqual(['client_left']);
});

test('a model that is beyond those that are listed is called by its name', async ({ page, scene }) => {
  await scene.provider('mock');
  await scene.model('gpt-4o-mini', { alias: 'beyond' });
  await signIn(page, await scene.person('member'));
  await page.route(/\/available-models$/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), data: [], complete: false } });
  });
  await page.goto(scene.url('/playground'));
  await expect(page.getByText('There are more than 200 models')).toBeVisible();
  await page.getByRole('textbox', { name: 'Another model, by its name' }).pressSequentially('beyond');
  await expect(page.getByRole('tabpanel')).toContainText('"beyond"');
  await page.getByRole('textbox', { name: 'Message' }).fill('Hello');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log')).toContainText('all is stored, counted and accounted for.');
});

test('what the gateway refuses is told in its words', async ({ page, scene }) => {
  await scene.provider('mock');
  const { id } = await scene.model();
  await signIn(page, await scene.person('admin'));
  await page.goto(scene.url('/playground'));
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible();
  await call('PATCH', `/tenants/${scene.slug}/models/${id}`, { enabled: false });
  const { key } = await call<{ key: string }>('POST', `/tenants/${scene.slug}/api-keys`, { name: 'application' });
  const words = await refusal(key);
  await expect(async () => {
    await page.getByRole('textbox', { name: 'Message' }).fill('Hello');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert').last()).toContainText(words, { timeout: 2_000 });
  }).toPass();
});

test('a viewer has no playground', async ({ page, scene }) => {
  await signIn(page, await scene.person('viewer'));
  await expect(page.getByRole('link', { name: 'Models', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Playground' })).toHaveCount(0);
  await page.goto(scene.url('/playground'));
  await expect(page.getByText('Your role does not show this page')).toBeVisible();
});
