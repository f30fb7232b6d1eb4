import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, openTask, test } from '../fixture';
import type { Server } from '../server';

/** Opens a made page with this in it, up to where it would be shown. */
async function openMade(page: Page, scripted: Server, html: string): Promise<void> {
  const id = await scripted.build('page');
  await scripted.post(`/api/tasks/${id}/messages`, { content: `Made</h1>${html}<h1>` });
  await scripted.post(`/api/tasks/${id}/messages`, { content: 'end' });
  await openTask(page, scripted, id, 'preview');
}

test('a made page runs only when it is asked for', async ({ page, scripted }) => {
  await openMade(page, scripted, '<p>x</p>');
  await expect(page.getByRole('button', { name: 'Show preview' })).toBeVisible();
  await expect(page.locator('.preview-frame')).toHaveCount(0);
  expect(page.frames()).toHaveLength(1);
});

test('hostile made pages: nothing that is typed into one leaves it, by WebRTC or by going elsewhere', async ({ page, scripted }) => {
  const heard: string[] = [];
  const tcp = createServer((socket) => {
    heard.push('TCP');
    socket.destroy();
  }).listen(0, '127.0.0.1');
  const udp = createSocket('udp4', () => heard.push('UDP')).bind(0, '127.0.0.1');
  await Promise.all([once(tcp, 'listening'), once(udp, 'listening')]);
  const stream = (tcp.address() as AddressInfo).port;
  const script = `
    const call = (server) => {
      try {
        const peer = new RTCPeerConnection({ iceServers: [{ ...server, username: 'typed', credential: 'x' }] });
        peer.createDataChannel('x');
        return peer.createOffer().then((offer) => peer.setLocalDescription(offer)).catch(() => {});
      } catch { }
    };
    Promise.all([
      call({ urls: 'stun:127.0.0.1:${udp.address().port}' }),
      call({ urls: 'turn:127.0.0.1:${stream}?transport=tcp' }),
    ]).then(() => {
      const inner = document.createElement('iframe');
      inner.src = 'http://127.0.0.1:${stream}/inner';
      document.body.append(inner);
      setTimeout(() => (location.href = 'http://127.0.0.1:${stream}/typed'), 500);
    });`;
  await openMade(page, scripted, `<script>${script}</script>`);
  await page.getByRole('button', { name: 'Show preview' }).click();
  await expect(page.frameLocator('.preview-frame').locator('h1').first()).toHaveText('Made');
  await expect.poll(() => page.frames()[1]!.url()).toMatch(/^chrome-error:/); // it went, and got nowhere
  expect(heard).toEqual([]);
  tcp.close();
  udp.close();
});

test('hostile made pages: one gets no key before a person clicks on it, nor after they left it', async ({ page, scripted }) => {
  const script = `
    addEventListener('keydown', (event) => (document.title += event.key));
    window.focus();
    document.querySelector('input').focus();`;
  await openMade(page, scripted, `<input autofocus><script>${script}</script>`);
  await page.getByRole('button', { name: 'Show preview' }).click();
  await expect(page.frameLocator('.preview-frame').locator('h1').first()).toHaveText('Made');
  const typed = () => page.frames()[1]!.evaluate(() => document.title);
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('IFRAME');

  const box = page.locator('#say');
  await box.click();
  await page.keyboard.type('secret');
  await expect(box).toHaveValue('secret');
  expect(await typed()).toBe('');

  await page.getByRole('button', { name: 'Click to use the preview' }).click();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME');
  await page.keyboard.type('game');
  await expect.poll(typed).toBe('game');

  await box.click();
  await page.keyboard.type(' more');
  await expect(box).toHaveValue('secret more');
  expect(await typed()).toBe('game');
});

test('hostile made pages: one that takes the keyboard again and again is closed', async ({ page, scripted }) => {
  const script = "setInterval(() => { window.focus(); document.querySelector('input').focus(); }, 5);";
  await openMade(page, scripted, `<input autofocus><script>${script}</script>`);
  await page.locator('main').evaluate((main) => main.removeAttribute('tabindex')); // nothing has the focus, so that it can be taken
  await page.getByRole('button', { name: 'Show preview' }).click();
  await expect(page.getByText('This page was closed: it takes the keyboard')).toBeVisible();
  await expect(page.locator('.preview-frame')).toHaveCount(0);
  const box = page.locator('#say');
  await box.click();
  await page.keyboard.type('secret');
  await expect(box).toHaveValue('secret');
});

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
  await page.getByRole('link', { name: 'Preview', exact: true }).click();
  await page.getByRole('button', { name: 'Show preview' }).click();
  await expect(page.frameLocator('.preview-frame').locator('h1')).toHaveText('Made');
});

test('a page that is made again is shown when it is there, and the last one until then', async ({ page, scripted }) => {
  const id = await scripted.build('page');
  const say = (content: string) => scripted.post(`/api/tasks/${id}/messages`, { content });
  await say('First');
  await openTask(page, scripted, id, 'preview');
  await page.getByRole('button', { name: 'Show preview' }).click();
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
