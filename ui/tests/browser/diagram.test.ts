import type { Page } from '@playwright/test';
import { expect, openTask, test } from '../fixture';
import type { Server } from '../server';

/** A mindmap of 11 KB whose layout takes half a minute. */
const ENDLESS = `mindmap\n  root\n${Array.from({ length: 900 }, (_, at) => `    node${at}\n`).join('')}`;

const SMALL = 'flowchart LR\n  first --> second';

/** Opens a document with this diagram in it. */
async function openDiagram(page: Page, scripted: Server, text: () => string): Promise<void> {
  const id = await scripted.build('a document');
  await page.route('**/api/artifacts/*/README.md*', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), content: '```mermaid\n' + text() + '\n```\n' } });
  });
  await openTask(page, scripted, id, 'files/README.md');
}

test('hostile diagrams: each is drawn in a process of its own', async ({ page, scripted }) => {
  await openDiagram(page, scripted, () => SMALL);
  await expect(page.locator('.file-view .diagram img')).toBeVisible();
  const drawer = page.frames().find((frame) => frame.url().endsWith('/frames/diagram.html'));
  expect(drawer).toBeDefined();
  expect(await drawer!.evaluate(() => window.origin)).toBe('null');
  // Only a frame of another process has a session of its own.
  const session = await page.context().newCDPSession(drawer!);
  await session.detach();
});

test('hostile diagrams: one that takes too long is ended and shown as text, and the page goes on meanwhile', async ({ page, scripted }) => {
  let text = ENDLESS;
  await page.addInitScript(() => {
    let last = performance.now();
    const seen = window as unknown as { longestPause: number };
    seen.longestPause = 0;
    const painted = () => {
      const now = performance.now();
      seen.longestPause = Math.max(seen.longestPause, now - last);
      last = now;
      requestAnimationFrame(painted);
    };
    requestAnimationFrame(painted);
  });
  await openDiagram(page, scripted, () => text);
  await expect(page.locator('.drawing-frame')).toHaveCount(1);
  await page.evaluate(() => ((window as unknown as { longestPause: number }).longestPause = 0));
  await expect(page.getByText('This diagram takes too long to draw.')).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { longestPause: number }).longestPause)).toBeLessThan(2_000);
  await expect(page.getByRole('group', { name: 'Diagram' })).toContainText('node899');
  await expect(page.locator('.drawing-frame')).toHaveCount(0);

  text = SMALL;
  await page.reload();
  await expect(page.locator('.file-view .diagram img')).toBeVisible();
});
