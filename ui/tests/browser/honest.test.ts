import { expect, openTask, status, test } from '../fixture';
import { Server } from '../server';

test('a finished task opens on what was made, with its requirement first and its steps folded', async ({ page, engine, finished, picture }) => {
  await openTask(page, engine, finished);
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result).toContainText('It works: 5 acceptance checks passed');
  await expect(result.getByRole('link', { name: /^Download/ })).toHaveAttribute('href', /download$/);
  await expect(result.getByRole('group', { name: 'How to run' })).toContainText('java Todo.java list');
  const timeline = page.getByRole('feed', { name: 'Timeline' });
  await timeline.evaluate((box) => (box.scrollTop = 0));
  await expect(timeline.locator('.virtual-row').first()).toContainText('Requirement: Build a command line todo app.');
  const manager = timeline.getByRole('article', { name: 'Writing the product requirements' });
  await expect(manager.getByRole('button')).toHaveAttribute('aria-expanded', 'false');
  await expect(timeline).not.toContainText('Adding, listing and finishing');
  await picture('result', page.locator('.panel'));
  await manager.getByRole('button').click();
  await expect(timeline).toContainText('Adding, listing and finishing');

  await result.getByRole('button', { name: 'Describe a change' }).click();
  await expect(page.getByLabel('Message to the team')).toBeFocused();
});

test('what a simulated run left out comes before what passed', async ({ page, engine, picture }) => {
  const id = await engine.build('A landing page for a bakery with a shopping cart, user accounts and a weekly newsletter');
  await openTask(page, engine, id);
  await expect(status(page)).toHaveText('Succeeded', { timeout: 40_000 });
  const result = page.getByRole('region', { name: 'Result' });
  const first = result.locator('> :first-child');
  await expect(first.getByRole('listitem')).toHaveText(['a shopping cart', 'user accounts', 'a weekly newsletter']);
  await expect(result.locator('.verdict')).toHaveClass(/warn/);
  await expect(page.locator('.timeline .note.unverified')).toContainText('Not covered by a check: “a shopping cart”');
  await picture('uncovered');
});

test('what was not tested is amber, says what to do, and is nowhere green', async ({ page }) => {
  const server = new Server({ settings: { MGX_SANDBOX: 'off' } });
  try {
    await server.start();
    const id = await server.build('A landing page for a bakery');
    await openTask(page, server, id);
    await expect(status(page)).toHaveText('Succeeded, unverified');
    const verdict = page.getByRole('region', { name: 'Result' }).locator('.verdict');
    await expect(verdict).toContainText('Not tested: ');
    const good = await page.evaluate(() => {
      const probe = document.createElement('i');
      document.body.append(probe);
      probe.style.color = 'var(--good)';
      return getComputedStyle(probe).color;
    });
    const colours = await page.evaluate(() => [...document.querySelectorAll('#page *')].map((each) => getComputedStyle(each).color));
    expect(colours).not.toContain(good);
  } finally {
    await server.close();
  }
});

test('why a run failed is told once, with what helps, and no count of checks that there are none of', async ({ page, engine }) => {
  await openTask(page, engine, await engine.build('A quiz about planets', { max_tokens: 500 }));
  await expect(page.locator('.timeline')).toContainText('The run failed');
  await page.locator('.step-row').first().click();
  await expect(page.getByText('Budget of 500 tokens is spent')).toHaveCount(1);
  await expect(page.locator('.task-head .banner')).toHaveText(/^Out of budget\. .*Budget of 500 tokens is spent.* Resume it with a larger budget\.$/);
  await expect(page.getByRole('link', { name: 'Checks' })).toHaveText('Checks');
  await page.getByRole('link', { name: 'Files' }).click();
  await expect(page.getByText('Budget of 500 tokens is spent')).toHaveCount(1);
});

test('an invalid field is told once', async ({ page, engine }) => {
  await page.goto(engine.url);
  await page.getByLabel('What do you want to build?').fill('A quiz');
  await page.getByText('Options').click();
  await page.getByLabel('Budget (USD)').evaluate((field: HTMLInputElement) => field.removeAttribute('min'));
  await page.getByLabel('Budget (USD)').fill('-1');
  await page.getByRole('button', { name: 'Build', exact: true }).click();
  await expect(page.locator('.toast')).toHaveCount(1);
  await expect(page.locator('.toast span')).toHaveText('options.max_cost_usd must be a number from 0 to 1000000');
});

test('the limits that hold are the server\'s own, in two columns, and nothing is cut off', async ({ page, engine, finished }) => {
  await page.goto(engine.url);
  await page.getByText('Options').click();
  await expect(page.getByLabel('Budget (USD)')).toHaveAttribute('placeholder', '5');
  await expect(page.getByLabel('Time limit (seconds)')).toHaveAttribute('placeholder', '600');
  await expect(page.getByLabel('Token limit')).toHaveAttribute('placeholder', 'No limit');
  await expect(page.getByLabel('Model')).toHaveAttribute('placeholder', 'simulated');
  const [left, right] = await Promise.all(['Budget (USD)', 'Token limit'].map((name) => page.getByLabel(name).boundingBox()));
  expect(left?.y).toBe(right?.y);
  await openTask(page, engine, finished, 'files/TodoList.java');
  const select = page.getByLabel('Version');
  await expect(select).toBeVisible();
  expect(await select.evaluate((field: HTMLSelectElement) => getComputedStyle(field).maxWidth)).toBe('100%');
});

test('a server that is away is told in one line, gone when it is back; toasts end, and stay on their page', async ({ page, scripted }) => {
  const id = await scripted.build('talk');
  await page.clock.install();
  await openTask(page, scripted, id);
  await expect(status(page)).toHaveText('Running');
  await page.route('**/api/**', (route) => route.abort());
  await page.routeWebSocket(/\/ws\//, (socket) => socket.close());
  await page.getByRole('link', { name: 'Checks' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.locator('.toast')).toHaveText(/Cannot reach the server/);
  await page.getByRole('link', { name: 'All tasks' }).click();
  await expect(page.locator('.toast')).toHaveCount(0);
  await page.clock.runFor(2_000);
  await expect(page.getByText('Cannot reach the server. Retrying…')).toHaveCount(1);
  await page.unroute('**/api/**');
  await page.clock.runFor(10_000);
  await expect(page.getByText('Cannot reach the server')).toHaveCount(0);
  await expect(page.locator('.task-row').first()).toBeVisible();

  await page.getByLabel('What do you want to build?').fill('A quiz');
  await page.route('**/api/tasks', (route) => route.abort());
  await page.getByRole('button', { name: 'Build', exact: true }).click();
  await expect(page.locator('.toast')).toHaveCount(1);
  await page.clock.runFor(11_000);
  await expect(page.locator('.toast')).toHaveCount(0);
});

test('a task that is deleted while somebody looks has its name, once', async ({ page, engine }) => {
  const { id } = await engine.post('/api/tasks', { input_prompt: 'A quiz about planets' });
  await openTask(page, engine, String(id));
  await expect(page.getByRole('heading', { name: 'A quiz about planets' })).toBeVisible();
  await fetch(`${engine.url}/api/tasks/${id}`, { method: 'DELETE' });
  await expect(page.getByRole('heading')).toHaveText('“A quiz about planets” was deleted');
  await expect(page.locator('.toast')).toHaveCount(0);
});

test('what runs is named by what it does, and its commands are in the details', async ({ page, engine, finished }) => {
  await openTask(page, engine, finished, 'terminal');
  const doing = page.locator('.terminal-command');
  await expect(doing.locator('summary')).toHaveText(/^Running 5 acceptance checks, \d+ commands$/);
  await expect(doing.locator('pre')).toBeHidden();
  await doing.locator('summary').click();
  await expect(doing.locator('pre')).toContainText('$ java Todo.java add "buy milk"');
});

test('keys: ? shows them, / searches, and the theme is chosen', async ({ page, engine, finished }) => {
  await openTask(page, engine, finished);
  await page.locator('main').focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Search the tasks');
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await expect(page.getByLabel('Search tasks')).toBeFocused();
  await page.keyboard.type('?/');
  await expect(page.getByLabel('Search tasks')).toHaveValue('?/');
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await page.getByLabel('Theme').selectOption('Dark');
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.reload();
  expect(await ground()).toBe(dark);
  await page.getByLabel('Theme').selectOption('System');
  expect(await ground()).toBe(light);
});

test('code in a text is as large as other code', async ({ page, engine, finished }) => {
  await openTask(page, engine, finished, 'files/README.md');
  const code = page.locator('.file-body .markdown pre code').first();
  const sizes = await code.evaluate((element) => [element, element.closest('.markdown')!].map((each) => Number.parseFloat(getComputedStyle(each).fontSize)));
  expect(sizes[0]! / sizes[1]!).toBeGreaterThan(0.85);
});
