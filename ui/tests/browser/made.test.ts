import type { Event as TaskEvent } from 'mgx-client';
import { readFileSync } from 'node:fs';
import { expect, openTask, status, test } from '../fixture';

test('the files are there with their text, their versions and what changed', async ({ page, engine, finished, picture }) => {
  await openTask(page, engine, finished, 'files');
  const tree = page.getByRole('navigation', { name: 'Files' });
  await tree.getByRole('link', { name: /^Todo\.java/ }).click();
  await expect(page.locator('.code.numbered .hljs-keyword').first()).toBeVisible();
  await picture('file');

  await tree.getByRole('link', { name: /v2$/ }).first().click();
  await page.getByRole('button', { name: 'Changes' }).click();
  await expect(page.locator('.file-view .diff .removed').first()).toBeVisible();
  await expect(page.locator('.file-view .diff .added').first()).toBeVisible();
  await picture('changes', page.locator('.panel'));
  await page.getByRole('button', { name: 'Side by side' }).click();
  await expect(page.locator('.file-view .diff td.added').first()).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Files' })).toBeHidden();
  const column = await page.locator('.file-view .diff td.text').first().boundingBox();
  expect(column?.width).toBeGreaterThan(350);
  await picture('side-by-side');
  await page.getByLabel('Version').selectOption('1');
  await expect(page.getByText('Version 2 → 1')).toBeVisible();
});

test('a file is edited by a sentence, and the change is shown', async ({ page, engine, finished, picture }) => {
  await openTask(page, engine, finished, 'files/README.md');
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByLabel(/What should change in README.md/).fill('Say that it is in the public domain');
  await picture('edit');
  await page.getByRole('button', { name: 'Apply change' }).click();
  await expect(page.locator('.file-view .diff .added').first()).toBeVisible();
  await expect(page.getByRole('feed', { name: 'Timeline' })).toContainText('public domain');
  await expect(status(page)).not.toHaveText('Running');
  await picture('edited');
});

test('what the sandbox wrote is there for each run', async ({ page, engine, finished, picture }) => {
  await openTask(page, engine, finished, 'terminal');
  const output = page.getByRole('log', { name: 'Output' });
  await page.getByLabel('Test run').selectOption({ index: 0 });
  await expect(output).toContainText('$ java Todo.java done 1');
  await expect(output).not.toContainText('1. [x] buy milk');
  await expect(page.locator('.outcome')).toContainText('exit code 1');
  await picture('terminal-failed');
  await page.getByLabel('Test run').selectOption({ index: 1 });
  await expect(output).toContainText('1. [x] buy milk');
  await expect(page.locator('.outcome')).toContainText('exit code 0');
  await picture('terminal');
});

test('requirement, checks, runs and files lead to each other', async ({ page, engine, finished, picture }) => {
  await openTask(page, engine, finished, 'checks');
  const checks = page.getByRole('region', { name: 'Acceptance criteria' });
  const row = checks.locator('.check-row').first();
  await expect(row).toContainText('Passed');
  await checks.locator('.sentence', { hasText: 'It must add, list and finish items' }).click();
  await expect(row).toHaveClass(/chosen/);
  const chosen = await checks.locator('.check-row.chosen').count();
  expect(chosen).toBeGreaterThan(0);
  expect(chosen).toBeLessThan(await checks.locator('.check-row').count());
  await picture('checks');
  await checks.locator('.check-row:not(.chosen) .from').first().click();
  await expect(checks.locator('.sentence[aria-current]')).toContainText('Build a command line todo app');

  const files = checks.getByRole('list', { name: 'Files and their purpose' });
  await files.getByRole('link', { name: 'C1', exact: true }).click();
  await expect(row).toHaveClass(/chosen/);
  await expect(row).toBeInViewport();
  await row.getByRole('link', { name: 'Latest test run' }).click();
  await expect(page.getByRole('log', { name: 'Output' })).toContainText('1. [x] buy milk');
  await page.goBack();
  await expect(files.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'C1', exact: true }) })).toHaveCount(1);
  await files.getByRole('link', { name: 'Todo.java' }).first().click();
  await expect(page.getByRole('region', { name: 'Todo.java' })).toBeVisible();
});

test('what no check covers comes first, and a changed check says who changed it and why', async ({ page, engine, finished, picture }) => {
  const changed = { by: 'QaEngineer', reason: 'it asked for more than the requirement' };
  await page.routeWebSocket(/\/ws\/tasks\//, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((text) => {
      const message = JSON.parse(String(text)) as { type: string; data: Partial<TaskEvent> };
      if (message.data.event_type === 'RESULT') {
        const uncovered = ['It must look nice.'];
        Object.assign(message.data.payload!.final_result!, { uncovered, checks: [{ id: 'C2', check: '', passed: true, changed }] });
      }
      socket.send(JSON.stringify(message));
    });
  });
  await openTask(page, engine, finished, 'checks');
  const checks = page.getByRole('region', { name: 'Acceptance criteria' });
  await expect(checks.locator('> :first-child')).toHaveText('Not covered by any check:It must look nice.');
  const sentence = 'Changed by the QA engineer after it failed: it asked for more than the requirement';
  await expect(checks.locator('.check-row').nth(1)).toContainText(sentence);
  await expect(checks.getByText('Changed by')).toHaveCount(1);
  await picture('checks-changed');
});

test('a check that an execution did not get to is not said to have failed', async ({ page, engine, finished }) => {
  const trace = await engine.get(`/api/tasks/${finished}/trace`);
  const [unreached, failed] = trace.checks as object[];
  const [failing] = trace.executions as { event_id: number }[];
  Object.assign(unreached!, { status: 'not_run', last_execution: null });
  Object.assign(failed!, { status: 'failed', last_execution: failing!.event_id });
  await page.route('**/trace', (route) => route.fulfill({ json: trace }));
  await openTask(page, engine, finished, 'checks');
  const row = (at: number) => page.locator('.check-row').nth(at);
  await expect(row(0)).toContainText('Not run');
  await expect(row(0).getByRole('link', { name: 'Latest test run' })).toHaveCount(0);
  await expect(row(1)).toContainText('Failed');
  await row(1).getByRole('link', { name: 'Latest test run' }).click();
  await expect(page.getByLabel('Test run')).toHaveValue('0');
  await expect(page.locator('.outcome')).toContainText('exit code 1');
});

test('for a program, how it is run is told', async ({ page, engine, finished, picture }) => {
  await openTask(page, engine, finished, 'preview');
  await expect(page.getByRole('heading', { name: 'How to run' })).toBeVisible();
  await expect(page.getByRole('group', { name: 'How to run' })).toContainText('java');
  await picture('how-to-run');
});

test('the files are downloaded as a zip', async ({ page, engine, finished }) => {
  await openTask(page, engine, finished);
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).first().click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/\.zip$/);
  const bytes = readFileSync(await download.path());
  expect(bytes.subarray(0, 2).toString()).toBe('PK');
  expect(bytes.includes('Todo.java')).toBe(true);
});

test('a text is shown as it is until what lays it out is there, which nothing that is painted first waits for', async ({ page, engine, finished }) => {
  let arrive = () => {};
  const arrives = new Promise<void>((resolve) => (arrive = resolve));
  await page.route(/assets\/blocks-/, async (route) => {
    await arrives;
    await route.continue();
  });
  await openTask(page, engine, finished, 'files/README.md');
  await expect(page.locator('.file-body pre.code')).toContainText('# ');
  await expect(page.getByRole('feed', { name: 'Timeline' })).toContainText('Task completed');
  await expect(page.locator('.file-body .markdown')).toHaveCount(0);
  arrive();
  await expect(page.locator('.file-body .markdown h1')).toBeVisible();
});
