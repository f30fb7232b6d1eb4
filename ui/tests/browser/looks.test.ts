import axe from 'axe-core';
import { changed, tested } from '../changes';
import { expect, openTask, status, test } from '../fixture';
import type { Page } from '@playwright/test';

/** What the scan finds, also what is said to be of little weight. */
async function findings(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) {
    await page.evaluate(axe.source);
  }
  return page.evaluate(async () => {
    const scanner = (globalThis as unknown as { axe: typeof axe }).axe;
    const result = await scanner.run(document, { iframes: false, rules: { 'target-size': { enabled: true } } });
    return result.violations
      .flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`));
  });
}

/** Colours depend on the scheme, what fits on the size. */
const LOOKS = [
  { width: 1280, height: 800, colorScheme: 'light' },
  { width: 800, height: 600, colorScheme: 'light' },
  { width: 800, height: 600, colorScheme: 'dark' },
  { width: 360, height: 740, colorScheme: 'light' },
  { width: 360, height: 740, colorScheme: 'dark' },
  { width: 1280, height: 800, colorScheme: 'dark' },
] as const;

/** The page as it is, at three sizes, light and dark. */
async function scanned(page: Page, state: string): Promise<void> {
  for (const { width, height, colorScheme } of LOOKS) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await findings(page), `${state}, ${width} wide, ${colorScheme}`).toEqual([]);
  }
}

test('the scan finds nothing on the start page, with its options and keys, and in the API description', async ({ page, engine, finished, picture }) => {
  expect(finished).not.toBe('');
  await page.goto(engine.url);
  await expect(page.locator('.task-row').first()).toBeVisible();
  await page.getByText('Options').click();
  await scanned(page, 'start page');
  await picture('home-dark');
  await page.getByRole('button', { name: 'Keys' }).click();
  await scanned(page, 'keys');
  await page.goto(`${engine.url}/docs`);
  await expect(page.getByRole('heading', { name: 'Schemas' })).toBeVisible();
  await scanned(page, 'API description');
});

test('the scan finds nothing in the views of a finished task, in what it asks and in one that is gone', async ({ page, engine, finished, picture }) => {
  for (const tab of ['result', 'files', 'terminal', 'checks', 'preview']) {
    await openTask(page, engine, finished, tab);
    await expect(page.getByRole('feed', { name: 'Timeline' })).toContainText('Task');
    await expect(page.locator('.panel > :last-child')).not.toHaveText('');
    await scanned(page, tab);
    await picture(`${tab}-dark`);
  }
  await openTask(page, engine, finished, 'files/Item.java');
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await scanned(page, 'editing');
  await page.getByRole('button', { name: 'Run again' }).click();
  await scanned(page, 'run again');
  await openTask(page, engine, 'nobody');
  await expect(page.getByRole('heading')).toHaveText('Task nobody not found');
  await scanned(page, 'gone');
});

test('the scan finds nothing in what was changed in a project', async ({ page, engine, finished, picture }) => {
  await changed(page, engine, finished, { baseline: tested({ broken: ['adds items'] }) });
  await openTask(page, engine, finished, 'changes/src/old.js');
  await expect(page.locator('details.change .diff')).toHaveCount(3);
  await scanned(page, 'changes');
  await picture('project-changes-dark');
});

test('the scan finds nothing while a task runs, waits for approval, and has failed', async ({ page, engine, scripted }) => {
  await openTask(page, scripted, await scripted.build('talk'));
  await expect(page.getByRole('feed', { name: 'Timeline' })).toContainText('Listening');
  await scanned(page, 'running');
  await openTask(page, engine, await engine.build('A quiz about planets', { require_plan_approval: true }));
  await expect(page.locator('.note.approval .diagram img')).toBeVisible();
  await page.getByRole('button', { name: 'Edit C1' }).click();
  await scanned(page, 'approval');
  await openTask(page, engine, await engine.build('A quiz about planets', { max_tokens: 500 }));
  await expect(status(page)).toHaveText('Failed');
  await page.getByRole('button', { name: 'Resume' }).click();
  await scanned(page, 'failed');
});

test('the focus stays in the page when what had it is gone', async ({ page, engine, finished }) => {
  await page.goto(engine.url);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
  const row = page.locator('.task-row').first();
  await row.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Result' })).toBeVisible();
  await expect(page.locator('main')).toBeFocused();
  await openTask(page, engine, finished, 'files/README.md');
  await page.getByRole('button', { name: 'Run again' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Run again' })).toBeFocused();
});

test('it fits a phone', async ({ page, engine, finished, picture }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const fits = async () => expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.goto(engine.url);
  await expect(page.locator('.task-row').first()).toBeVisible();
  await fits();
  await picture('phone-home');
  await openTask(page, engine, finished);
  await expect(page.getByRole('region', { name: 'Result' })).toBeVisible();
  await fits();
  await picture('phone-result');
  await page.getByRole('link', { name: 'Timeline' }).click();
  await expect(page.getByRole('feed', { name: 'Timeline' })).toContainText('Task');
  await fits();
  await picture('phone-timeline');
  await page.getByRole('link', { name: 'Files' }).click();
  await page.getByRole('navigation', { name: 'Files' }).getByRole('link', { name: /^Todo\.java/ }).click();
  await expect(page.locator('.code.numbered')).toBeVisible();
  await fits();
  await picture('phone-file');
  await page.getByRole('link', { name: 'All files' }).click();
  await expect(page.getByRole('navigation', { name: 'Files' })).toBeVisible();
  for (const tab of ['Terminal', 'Checks', 'Preview']) {
    await page.getByRole('link', { name: tab, exact: tab === 'Preview' }).click();
    await fits();
    await picture(`phone-${tab.toLowerCase()}`);
  }
});

test('the keyboard is enough', async ({ page, scripted, picture }) => {
  await page.goto(scripted.url);
  await page.getByLabel('What do you want to build?').focus();
  await page.keyboard.type('talk');
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/#\/tasks\/.+/);

  const reach = async (name: RegExp) => {
    for (let tabs = 0; tabs < 40; tabs++) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement | null;
        return element?.getAttribute('aria-label') ?? element?.innerText ?? '';
      });
      if (name.test(focused.trim())) {
        return;
      }
    }
    throw new Error(`the keyboard does not reach ${name}`);
  };
  await expect(page.locator('.task-actions').getByRole('button', { name: 'Stop' })).toBeVisible();
  await reach(/^Stop/);
  await page.keyboard.press('Enter');
  await expect(status(page)).toHaveText('Cancelled');
  await reach(/^Timeline$/);
  await picture('keyboard');
  await reach(/^Files/);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/files$/);
});
