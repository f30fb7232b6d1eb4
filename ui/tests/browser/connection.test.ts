import { expect, openTask, readThrough, status, test } from '../fixture';
import { Server } from '../server';

test('text appears as it is written, and a reader who scrolled up is left there', async ({ page, scripted, picture }) => {
  const id = await scripted.build('talk');
  await openTask(page, scripted, id);
  const timeline = page.getByRole('feed', { name: 'Timeline' });
  const say = (content: string) => scripted.post(`/api/tasks/${id}/messages`, { content });
  await say('Once upon a time');
  await expect(page.locator('.draft').last()).toContainText('Once upon a time');
  for (let line = 1; line <= 12; line++) {
    await say(`Line ${line}`);
  }
  await expect(page.locator('.draft').last()).toContainText('Line 12');
  await expect(page.locator('.timeline .virtual-row').last()).toContainText('Listening'); // nothing more is to come
  await timeline.evaluate((box) => (box.scrollTop = 0));
  await expect(page.getByRole('button', { name: 'Jump to latest' })).toBeVisible();
  await say('Something new');
  await expect(page.getByRole('button', { name: /new$/ })).toBeVisible();
  expect(await timeline.evaluate((box) => box.scrollTop)).toBe(0);
  await picture('new');
  await page.getByRole('button', { name: /new$/ }).click();
  await expect(timeline).toContainText('Saying Something new');
  await say('end');
  await expect(timeline).toContainText('Task completed');
});

test('a restart of the server is a blink: nothing is lost and nothing comes twice', async ({ page, picture }) => {
  const server = new Server({ settings: { MGX_SIMULATED_DELAY_MS: '300' } });
  try {
    await server.start();
    const id = await server.build('A landing page for a bakery', { require_plan_approval: true });
    await openTask(page, server, id);
    const timeline = page.getByRole('feed', { name: 'Timeline' });
    await expect(status(page)).toHaveText('Running');
    const written = async () => JSON.stringify(await server.get(`/api/tasks/${id}/events?limit=1000`));
    await expect.poll(written).toContain('Product requirements'); // on the page they may be out of sight by now
    await server.kill();
    await expect(page.getByText('Reconnecting')).toBeVisible();
    await picture('reconnecting');
    await server.start();
    await expect(page.getByText('Reconnecting')).toBeHidden();
    await page.getByRole('button', { name: 'Approve' }).click();
    await expect(timeline).toContainText('Task completed', { timeout: 40_000 });
    const rows = await readThrough(timeline);
    for (const once of [/^Product manager/, /Resumed after an interruption/, /Approve the plan/, /^Task completed/]) {
      expect(rows.filter((row) => once.test(row)), String(once)).toHaveLength(1);
    }
  } finally {
    await server.close();
  }
});

test('a connection that goes silent is given up within 45 s, and nothing is lost by it', async ({ page, scripted }) => {
  const id = await scripted.build('talk');
  let connections = 0;
  let silent = false;
  await page.routeWebSocket(/\/ws\/tasks\//, (socket) => {
    const first = connections++ === 0;
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (!silent || !first) {
        socket.send(message);
      }
    });
  });
  await page.clock.install();
  await openTask(page, scripted, id);
  const timeline = page.getByRole('feed', { name: 'Timeline' });
  await scripted.post(`/api/tasks/${id}/messages`, { content: 'Before the silence' });
  await page.clock.runFor(1_000);
  await expect(page.locator('.draft').last()).toContainText('Before the silence');
  expect(connections).toBe(1);

  silent = true; // the connection stays open, and nothing comes of it
  await scripted.post(`/api/tasks/${id}/messages`, { content: 'Within the silence' });
  await page.clock.runFor(30_000);
  expect(connections).toBe(1);
  await page.clock.runFor(15_000);
  await expect.poll(() => connections).toBe(2);
  await expect(async () => {
    await page.clock.runFor(1_000);
    await expect(page.locator('.draft').last()).toContainText('Within the silence', { timeout: 500 });
  }).toPass();
  await scripted.post(`/api/tasks/${id}/messages`, { content: 'end' });
  await expect(async () => {
    await page.clock.runFor(1_000);
    await expect(timeline).toContainText('Task completed', { timeout: 500 });
  }).toPass();
});

test('a run that another tab starts is seen in this one', async ({ context, page, scripted }) => {
  const id = await scripted.build('talk');
  await scripted.post(`/api/tasks/${id}/messages`, { content: 'end' });
  await openTask(page, scripted, id);
  await expect(page.getByRole('feed', { name: 'Timeline' })).toContainText('Task completed');
  const other = await context.newPage();
  await openTask(other, scripted, id);
  await other.locator('.task-actions').getByRole('button', { name: 'Run again' }).click();
  await other.getByRole('dialog').getByRole('button', { name: 'Run again' }).click();
  await expect(other.locator('.task-actions').getByRole('button', { name: 'Stop' })).toBeVisible();
  await expect(page.locator('.task-actions').getByRole('button', { name: 'Stop' })).toBeVisible();
  await page.locator('.task-actions').getByRole('button', { name: 'Stop' }).click();
  await expect(other.locator('.task-actions').getByRole('button', { name: 'Run again' })).toBeVisible();
});

test('a run that is asked for while the watch of the one before still ends is seen', async ({ page, scripted }) => {
  const id = await scripted.build('page');
  await scripted.post(`/api/tasks/${id}/messages`, { content: 'end' });
  await expect.poll(async () => (await scripted.get(`/api/tasks/${id}/state`)).status).toBe('SUCCEEDED');
  let first = true;
  let ends: (end: () => Promise<void>) => void;
  const ending = new Promise<() => Promise<void>>((resolve) => (ends = resolve));
  await page.routeWebSocket(/\/ws\/tasks\//, (socket) => {
    const server = socket.connectToServer();
    if (first) {
      first = false;
      server.onClose((code, reason) => ends(() => socket.close({ code: code ?? 1000, reason: reason ?? '' })));
    }
  });
  await openTask(page, scripted, id);
  await expect(status(page)).toHaveText('Succeeded');
  const asked = page.waitForResponse(/\/run$/);
  await page.getByRole('button', { name: 'Run again' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Run again' }).click();
  await (await asked).finished();
  await expect(page.getByRole('button', { name: 'Run again' })).toBeEnabled();
  const end = await ending;
  await end();
  await expect(status(page)).toHaveText('Running');
  await scripted.post(`/api/tasks/${id}/messages`, { content: 'end' });
  await expect(status(page)).toHaveText('Succeeded');
});
