import axe from 'axe-core';
import { expect, openTask, status, test } from '../fixture';
import type { Page } from '@playwright/test';

/** What the scan finds that keeps somebody from using the page. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const scanner = (globalThis as unknown as { axe: typeof axe }).axe;
    const result = await scanner.run(document, { iframes: false });
    return result.violations
      .filter((each) => each.impact === 'serious' || each.impact === 'critical')
      .flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`));
  });
}

for (const scheme of ['light', 'dark'] as const) {
  test(`nothing serious keeps anybody out, ${scheme}`, async ({ page, engine, finished, picture }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.goto(engine.url);
    await expect(page.locator('.task-row').first()).toBeVisible();
    expect(await findings(page)).toEqual([]);
    await picture(`home-${scheme}`);
    for (const tab of ['files', 'terminal', 'checks', 'preview']) {
      await openTask(page, engine, finished, tab);
      await expect(page.getByRole('feed', { name: 'Timeline' })).toContainText('Task');
      await expect(page.locator('.panel > :last-child')).not.toHaveText('');
      expect(await findings(page)).toEqual([]);
      await picture(`${tab}-${scheme}`);
    }
  });
}

test('it fits a phone', async ({ page, engine, finished, picture }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const fits = async () => expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.goto(engine.url);
  await expect(page.locator('.task-row').first()).toBeVisible();
  await fits();
  await picture('phone-home');
  await openTask(page, engine, finished);
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
    await page.getByRole('link', { name: tab }).click();
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
