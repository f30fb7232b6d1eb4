import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, openTask, test } from '../fixture';
import { Server } from '../server';

const EVENTS = Number(process.env.EVENTS ?? 100_000);

/** What a task of many events costs in the browser. It prints figures; it judges none. */
test(`a task of ${EVENTS} events`, async ({ browser }) => {
  const server = new Server({ main: 'dev.mgx.e2e.ScriptedServer' });
  try {
    await server.start();
    const id = await server.build(`events ${EVENTS}`);
    await expect
      .poll(async () => (await server.get(`/api/tasks/${id}/state`)).status, { timeout: 240_000 })
      .toBe('SUCCEEDED');
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript(() => {
      const frames: number[] = [];
      const seen = { frames, rows: 0 };
      Object.assign(window, seen);
      let last = performance.now();
      const tick = (now: number) => {
        frames.push(now - last);
        last = now;
        if (seen.rows === 0 && document.querySelector('.timeline .virtual-row')) {
          seen.rows = now;
          Object.assign(window, seen); // a test that asks from outside asks twice a second
        }
        requestAnimationFrame(tick);
      };
      requestAnimationFrame(tick);
    });
    const began = Date.now();
    await openTask(page, server, id);
    await page.getByRole('feed', { name: 'Timeline' }).getByText('Task completed').waitFor({ timeout: 120_000 });
    console.log(`all of them                  ${Date.now() - began} ms`);
    const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
    console.log(`first paint                  ${Math.round(paint)} ms after the document`);
    const rows = await page.evaluate(() => (window as unknown as { rows: number }).rows);
    console.log(`first rows of the timeline   ${Math.round(rows)} ms after the document`);
    const frames = (what: string) =>
      page.evaluate(() => {
        const all = (window as unknown as { frames: number[] }).frames;
        const sorted = all.splice(0).sort((a, b) => a - b);
        return { median: sorted[sorted.length >> 1] ?? 0, longest: sorted.at(-1) ?? 0, over: sorted.filter((each) => each > 50).length };
      }).then(({ median, longest, over }) =>
        console.log(`${what.padEnd(28)} frames: median ${median.toFixed(1)} ms, longest ${longest.toFixed(1)} ms, ${over} over 50 ms`),
      );
    await frames('while it arrives');
    await page.evaluate(async () => {
      const box = document.querySelector('.timeline .virtual-box') as HTMLElement;
      for (let step = 0; step < 240; step++) {
        box.scrollTop -= step % 40 === 0 ? box.scrollHeight / 12 : 120;
        await new Promise(requestAnimationFrame);
      }
    });
    await frames('scrolling');
    await page.getByLabel('Message to the team').pressSequentially('A message to the team that is typed at some speed', { delay: 25 });
    await frames('typing');
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    console.log(`memory                       ${Math.round(usedSize / 1024 / 1024)} MB of JavaScript`);
    const folder = join(import.meta.dirname, '../../../target/screenshots');
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, 'long-task.png') });
  } finally {
    await server.close();
  }
});
