import type { Page } from '@playwright/test';
import { expect, openTask, test } from '../fixture';

/** Starts the program on the page of its task, and opens it as a person does. */
async function opened(page: Page): Promise<Page> {
  const panel = page.getByRole('region', { name: 'Running program' });
  await panel.getByRole('button', { name: 'Start the program' }).click();
  await expect(panel.getByText('Running', { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(panel.getByText('Notes are served on port 8000')).toBeVisible();
  const shown = page.context().waitForEvent('page');
  await panel.getByRole('link', { name: 'Open' }).click();
  return shown;
}

test('hostile or not, a program that listens is started, used in an origin of its own, and stopped', async ({ page, engine, picture }) => {
  test.setTimeout(180_000);
  const id = await engine.build('A REST API that keeps notes, with a page');
  await expect.poll(async () => (await engine.get(`/api/tasks/${id}/state`)).status, { timeout: 120_000 }).toBe('SUCCEEDED');
  await openTask(page, engine, id, 'preview');
  const app = await opened(page);

  // The page, and what it fetches.
  const origin = new URL(engine.url).origin.replace('127.0.0.1', `app-${id}.localhost`);
  await expect(app).toHaveURL(`${origin}/`);
  await app.getByLabel('Note').fill('tea');
  await app.getByRole('button', { name: 'Add' }).click();
  await expect(app.getByRole('listitem')).toHaveText(/^tea/);
  await picture('service', page.locator('.service'));

  // What a hostile page of it could try.
  const server = new URL(engine.url).origin;
  const tried = await app.evaluate(async ([server, id]) => {
    const outcome = (work: Promise<unknown>) => work.then(() => 'done', () => 'refused');
    const socket = (url: string) =>
      new Promise((done) => {
        try {
          const opened = new WebSocket(url);
          opened.onopen = () => done('done');
          opened.onerror = () => done('refused');
        } catch {
          done('refused');
        }
      });
    document.cookie = 'planted=1; domain=localhost; path=/';
    return {
      cookie: document.cookie,
      read: await outcome(fetch(`${server}/api/tasks`)),
      sent: await outcome(fetch(`${server}/api/tasks`, { method: 'POST', mode: 'no-cors', body: '{}' })),
      watched: await socket(`${server!.replace('http', 'ws')}/ws/tasks/${id}`),
      scanned: await outcome(fetch(`${server}/health`, { mode: 'no-cors' })), // there somebody listens
    };
  }, [server, id] as const);
  expect(tried).toEqual({ cookie: '', read: 'refused', sent: 'refused', watched: 'refused', scanned: 'refused' });
  const cookies = await page.context().cookies([server, server.replace('127.0.0.1', 'localhost')]);
  expect(cookies).toEqual([]);

  // Nobody else gets in, and it ends.
  await expect.poll(async () => (await fetch(server, { headers: { Accept: 'text/html' } })).status).toBe(200);
  await page.getByRole('button', { name: 'Stop the program' }).click();
  await expect(page.getByText('Not running', { exact: true })).toBeVisible();
  await app.reload();
  await expect(app.getByText('The program does not run')).toBeVisible();
});
