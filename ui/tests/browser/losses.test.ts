import type { Page } from '@playwright/test';
import { expect, openTask, status, test } from '../fixture';
import type { Server } from '../server';

/** Built and checked in a moment. */
const LANDING = 'A landing page for a bakery';

/** Says yes to what the page asks. */
async function confirm(page: Page, button: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: button }).click();
}

/** An edit is answered while its checks still run. */
async function settled(engine: Server, id: string): Promise<void> {
  await expect.poll(async () => (await engine.get(`/api/tasks/${id}/state`)).status, { timeout: 40_000 }).toBe('SUCCEEDED');
}

test('a second click on Stop meets nothing that costs', async ({ page, scripted }) => {
  const id = await scripted.build('talk');
  await openTask(page, scripted, id);
  const stop = page.getByRole('button', { name: 'Stop' });
  const before = await stop.boundingBox();
  await stop.click();
  await expect(status(page)).toHaveText('Cancelled');
  expect(await stop.boundingBox()).toEqual(before);
  await page.mouse.click(before!.x + before!.width / 2, before!.y + before!.height / 2, { clickCount: 2 });
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await scripted.get(`/api/tasks/${id}/state`)).toMatchObject({ status: 'CANCELLED', run: 1 });
});

test('before a run is paid for again it says what was used, and asks which files it begins with', async ({ page, engine }) => {
  const id = await engine.build(LANDING);
  await openTask(page, engine, id);
  await expect(status(page)).toHaveText('Succeeded', { timeout: 40_000 });
  await engine.post(`/api/tasks/${id}/edit`, { file_path: 'README.md', instruction: 'Say that it is mine' });
  await settled(engine, id);
  await page.reload();
  await page.getByRole('button', { name: 'Run again' }).dblclick();
  const dialog = page.getByRole('dialog', { name: 'Run this task again?' });
  await expect(dialog).toContainText('costs nothing');
  await expect(dialog).toContainText('kept as an earlier version');
  await expect(dialog.getByLabel('the latest files, with your edits')).toBeChecked();
  await expect(dialog.getByLabel('Budget (USD)')).toHaveAttribute('placeholder', '5');
  await expect(dialog.getByLabel('Time limit (seconds)')).toHaveAttribute('placeholder', '600');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  expect(await engine.get(`/api/tasks/${id}/state`)).toMatchObject({ run: 2 });

  await page.getByRole('button', { name: 'Run again' }).click();
  const [asked] = await Promise.all([page.waitForRequest(/\/run$/), confirm(page, 'Run again')]);
  expect(asked.postDataJSON()).toEqual({ from: 'latest', options: {} });
  await expect(page.locator('.task-facts')).toContainText('Run 3');
});

test('a run that was paid for says what it has cost so far', async ({ page, engine, finished }) => {
  await page.route('**/state', async (route) => {
    const state = (await (await route.fetch()).json()) as Record<string, unknown>;
    const usage = { input_tokens: 1_000, output_tokens: 200, cost_usd: 0.25, llm_calls: 3 };
    await route.fulfill({ json: { ...state, simulated: false, usage } });
  });
  await page.routeWebSocket(/\/ws\/tasks\//, () => undefined); // its history never comes
  await openTask(page, engine, finished);
  await page.getByRole('button', { name: 'Run again' }).click();
  await expect(page.getByRole('dialog')).toContainText('So far this task has cost $0.25 (1,200 tokens)');
});

test('a run out of budget goes on with new limits and another model', async ({ page, engine }) => {
  const id = await engine.build(LANDING, { max_tokens: 500 });
  await openTask(page, engine, id);
  await expect(status(page)).toHaveText('Failed');
  await page.getByRole('button', { name: 'Resume' }).click();
  const dialog = page.getByRole('dialog', { name: 'Resume this task?' });
  await expect(dialog.getByLabel('Token limit')).toHaveAttribute('placeholder', '500');
  await dialog.getByLabel('Token limit').fill('500000');
  await dialog.getByLabel('Model').fill('simulated');
  await confirm(page, 'Resume');
  await expect(page.locator('.task-facts')).toContainText('Run 2');
  await settled(engine, id);
  expect(await engine.get(`/api/tasks/${id}`)).toMatchObject({ options: { max_tokens: 500_000, model: 'simulated' } });
});

test('how a finished task stands is there before its history, and no button that does not fit', async ({ page, engine, finished }) => {
  const hold: (() => void)[] = [];
  await page.routeWebSocket(/\/ws\/tasks\//, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((text) => {
      const { type, data } = JSON.parse(String(text)) as { type: string; data: { event_id?: number } };
      const late = type === 'state' || (data.event_id ?? 0) > 20;
      late ? hold.push(() => socket.send(text)) : socket.send(text);
    });
    server.onClose(() => undefined);
  });
  let answer = () => undefined as void;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/state', async (route) => {
    await answered;
    await route.continue();
  });
  await openTask(page, engine, finished);
  await expect(page.getByRole('feed', { name: 'Timeline' })).toContainText('Design');
  await expect(page.locator('.task-facts')).toContainText('Loading');
  await expect(page.locator('.task-actions button')).toHaveCount(0);
  answer();
  await expect(status(page)).toHaveText('Succeeded');
  await expect(page.locator('.task-facts')).not.toContainText('left');
  await expect(page.locator('.task-actions').getByRole('button')).toHaveText(['Run again']);
  hold.forEach((send) => send());
  await expect(page.locator('.timeline')).toContainText('Task completed');
  await expect(status(page)).toHaveText('Succeeded');
});

test('where an old version is shown, an edit asks which one is meant', async ({ page, engine }) => {
  const id = await engine.build(LANDING);
  await settled(engine, id);
  await engine.post(`/api/tasks/${id}/edit`, { file_path: 'style.css', instruction: 'Say that it is old' });
  await settled(engine, id);
  await openTask(page, engine, id, 'files/style.css');
  await page.getByLabel('Version').selectOption('1');
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByLabel(/What should change in style.css/).fill('Say that it is new');
  const apply = page.getByRole('button', { name: 'Apply change' });
  await expect(apply).toBeDisabled();
  await page.getByLabel('v1, which is shown').check();
  await apply.click();
  await expect(page.getByLabel('Version')).toHaveValue('3');
  const changed = String((await engine.get(`/api/artifacts/${id}/style.css`)).content);
  expect(changed).toContain('Say that it is new');
  expect(changed).not.toContain('Say that it is old');
});

test('any two versions are compared, and an old one is restored as a new one', async ({ page, engine }) => {
  const id = await engine.build(LANDING);
  await settled(engine, id);
  for (const instruction of ['Say one', 'Say two']) {
    await engine.post(`/api/tasks/${id}/edit`, { file_path: 'README.md', instruction });
    await settled(engine, id);
  }
  const first = (await engine.get(`/api/artifacts/${id}/README.md?version=1`)).content;
  await openTask(page, engine, id, 'files/README.md');
  const latest = Number(await page.getByLabel('Version', { exact: true }).inputValue());
  await page.getByRole('button', { name: 'Changes' }).click();
  await page.getByLabel('Compare with').selectOption('1');
  await expect(page.getByText(`Version 1 → ${latest}`)).toBeVisible();
  await expect(page.locator('.file-view .diff .added').filter({ hasText: 'Say one' })).toBeVisible();
  await page.getByLabel('Version', { exact: true }).selectOption('1');
  await page.getByRole('button', { name: 'Restore v1' }).click();
  await expect(page.getByLabel('Version', { exact: true })).toHaveValue(String(latest + 1));
  expect((await engine.get(`/api/artifacts/${id}/README.md`)).content).toBe(first);
});

test('what was typed and not sent is there after a reload, Escape, another tab and going back', async ({ page, engine, finished }) => {
  await page.goto(engine.url);
  await page.getByLabel('What do you want to build?').fill('A program that nobody has thought of');
  await page.getByText('Options').click();
  await page.getByLabel('Budget (USD)').fill('0.5');
  await openTask(page, engine, finished, 'files/README.md');
  await page.getByLabel('Message to the team').fill('Half a message');
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const instruction = page.getByLabel(/What should change in README.md/);
  await instruction.fill('Half an instruction');
  await instruction.press('Escape');
  await expect(instruction).toBeHidden();
  await page.getByRole('link', { name: 'Terminal' }).click();
  await page.reload();
  await expect(page.getByLabel('Message to the team')).toHaveValue('Half a message');
  await openTask(page, engine, finished, 'files/README.md');
  await expect(instruction).toHaveValue('Half an instruction');
  await page.getByRole('link', { name: 'All tasks' }).click();
  await expect(page.getByLabel('What do you want to build?')).toHaveValue('A program that nobody has thought of');
  await expect(page.getByLabel('Budget (USD)')).toHaveValue('0.5');
});
