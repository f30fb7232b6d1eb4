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
  await picture('changes');
  await page.getByRole('button', { name: 'Side by side' }).click();
  await expect(page.locator('.file-view .diff td.added').first()).toBeVisible();
  await picture('side-by-side');
  await page.getByLabel('Version').selectOption('1');
  await expect(page.getByRole('button', { name: 'Side by side' })).toBeHidden();
});

test('a file is edited by a sentence, and the change is shown', async ({ page, engine, finished, picture }) => {
  await openTask(page, engine, finished, 'files/README.md');
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel(/What should change in README.md/).fill('Say that it is in the public domain');
  await picture('edit');
  await page.getByRole('button', { name: 'Edit it' }).click();
  await expect(page.locator('.file-view .diff .added').first()).toBeVisible();
  await expect(page.getByRole('feed', { name: 'Timeline' })).toContainText('public domain');
  await expect(status(page)).not.toHaveText('Running');
  await picture('edited');
});

test('what the sandbox wrote is there for each run', async ({ page, engine, finished, picture }) => {
  await openTask(page, engine, finished, 'terminal');
  const output = page.getByRole('log', { name: 'Output' });
  await page.getByLabel('Which run').selectOption({ index: 0 });
  await expect(output).toContainText('FAIL C');
  await expect(page.locator('.outcome')).toContainText('exit code 1');
  await picture('terminal-failed');
  await page.getByLabel('Which run').selectOption({ index: 1 });
  await expect(output).toContainText('PASS C1');
  await expect(page.locator('.outcome')).toContainText('exit code 0');
  await picture('terminal');
});

test('each check is there with its sentence, its test and its last run', async ({ page, engine, finished, picture }) => {
  await openTask(page, engine, finished, 'checks');
  const checks = page.getByRole('region', { name: 'Acceptance checks' });
  await expect(checks.getByLabel('Passed').first()).toBeVisible();
  const sentence = checks.locator('.sentence').first();
  await sentence.click();
  await expect(checks.locator('.check-row.chosen')).not.toHaveCount(0);
  await picture('checks');
  await checks.getByRole('link', { name: 'AcceptanceTest.java' }).click();
  await expect(page.getByRole('region', { name: 'AcceptanceTest.java' })).toBeVisible();
});

test('for a program, how it is run is told', async ({ page, engine, finished, picture }) => {
  await openTask(page, engine, finished, 'preview');
  await expect(page.getByRole('heading', { name: 'How to run it' })).toBeVisible();
  await expect(page.getByRole('group', { name: 'How to run it' })).toContainText('java');
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
