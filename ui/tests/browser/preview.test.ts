import { expect, openTask, test } from '../fixture';

test('a made page is shown also where its frame is ready before the page around it has painted', async ({ page, scripted }) => {
  const id = await scripted.build('page');
  await scripted.post(`/api/tasks/${id}/messages`, { content: 'Made' });
  await scripted.post(`/api/tasks/${id}/messages`, { content: 'end' });
  await openTask(page, scripted, id);
  await expect(page.getByRole('feed', { name: 'Timeline' })).toContainText('Task completed');
  await page.evaluate(() => {
    // Effects wait for a paint, and then for a timer without a time; while the preview loads, both are held back.
    const { requestAnimationFrame, setTimeout } = window;
    const held: (() => void)[] = [];
    const preview = () => document.querySelector<HTMLIFrameElement>('.preview-frame');
    let ready = false;
    addEventListener('message', ({ source }) => {
      if (source === preview()?.contentWindow) {
        ready = true;
        setTimeout(() => held.splice(0).forEach((run) => run()), 0);
      }
    });
    const hold = (run: () => void) => (!ready && preview() ? held.push(run) : null);
    window.requestAnimationFrame = (run) => hold(() => requestAnimationFrame(run)) ?? requestAnimationFrame(run);
    window.setTimeout = ((run: () => void, ms?: number) =>
      (ms === undefined ? hold(run) : null) ?? setTimeout(run, ms)) as typeof window.setTimeout;
  });
  await page.getByRole('link', { name: 'Preview' }).click();
  await expect(page.frameLocator('.preview-frame').locator('h1')).toHaveText('Made');
});

test('a page that is made again is shown when it is there, and the last one until then', async ({ page, scripted }) => {
  const id = await scripted.build('page');
  const say = (content: string) => scripted.post(`/api/tasks/${id}/messages`, { content });
  await say('First');
  await openTask(page, scripted, id, 'preview');
  const heading = page.frameLocator('.preview-frame').locator('h1');
  await expect(heading).toHaveText('First');

  let deliver = () => {};
  const slow = new Promise<void>((resolve) => (deliver = resolve));
  await page.route(/index\.html/, async (route) => {
    await slow;
    await route.continue();
  });
  const asked = page.waitForRequest(/index\.html/);
  await say('Second');
  await asked;
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  await expect(heading).toHaveText('First');
  deliver();
  await expect(heading).toHaveText('Second');
});
