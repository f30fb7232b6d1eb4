import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Server, type ServerWish } from './server';

const screenshots = join(import.meta.dirname, '../../target/screenshots');
mkdirSync(screenshots, { recursive: true });

interface Fixtures {
  /** Keeps a picture of the page, or of a part of it, as it is now. */
  picture: (name: string, part?: Locator) => Promise<void>;
  /** What the browser complained about: scripts refused, errors thrown. A test fails when there is any. */
  complaints: string[];
  /** For a test that fails: the last that the server told the page, and whether the page still paints. */
  evidence: void;
}

interface WorkerFixtures {
  /** The whole engine with its simulated model, whose first draft fails its tests. */
  engine: Server;
  /** A finished task of it, with a change by the debugger. */
  finished: string;
  /** A server whose team does what a test says. */
  scripted: Server;
}

async function running(wish: ServerWish, use: (server: Server) => Promise<void>): Promise<void> {
  const server = new Server(wish);
  try {
    await server.start();
    await use(server);
  } finally {
    await server.close();
  }
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  engine: [
    async ({}, use) => {
      await running({ settings: { MGX_SIMULATED_DELAY_MS: '80', MGX_SIMULATED_MISTAKE: 'test' } }, use);
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  finished: [
    async ({ engine }, use) => {
      const id = await engine.build('Build a command line todo app. It must add, list and finish items.');
      await expect.poll(async () => (await engine.get(`/api/tasks/${id}/state`)).status, { timeout: 60_000 }).toBe('SUCCEEDED');
      await use(id);
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  scripted: [
    async ({}, use) => {
      await running({ main: 'dev.mgx.e2e.ScriptedServer' }, use);
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  complaints: [
    async ({ page }, use, { title }) => {
      const complaints: string[] = [];
      // The frames that are given hostile texts refuse them and say so; that the page itself refuses nothing is checked there.
      const refusals = title.startsWith('hostile') ? /Content Security Policy|Connection Allowlist|Blocked autofocusing/ : /(?!)/;
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        // While a server is away its address answers nothing, and without TLS a header counts for nothing: that is not the page's doing.
        const ofTheNetwork = /net::ERR|Failed to load resource|WebSocket connection|the URL's origin was untrustworthy/.test(message.text());
        if (message.type() === 'error' && !ofTheNetwork && !refusals.test(message.text())) {
          complaints.push(message.text());
        }
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
  evidence: [
    async ({ page }, use, info) => {
      let told: string[] = [];
      const tell = (what: string) => (told = [...told.slice(-11), what.slice(0, 200)]);
      page.on('websocket', (socket) => {
        tell(`opened ${socket.url()}`);
        socket.on('framereceived', ({ payload }) => tell(payload.toString()));
        socket.on('close', () => tell('closed'));
      });
      await use();
      if (info.status !== info.expectedStatus && !page.isClosed()) {
        console.log(`The page was told at last:\n${told.join('\n')}\nIt ${await painting(page)}.`);
      }
    },
    { auto: true },
  ],
  picture: async ({ page }, use) => {
    await use(async (name, part) => {
      await (part ?? page).screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled' });
    });
  },
});

export { expect };

const FRAME_PATIENCE_MS = 2_000;

/** Whether a page still paints frames, in words. */
function painting(page: Page): Promise<string> {
  return page.evaluate(
    (ms) =>
      new Promise<string>((resolve) => {
        requestAnimationFrame(() => resolve(`paints, and is ${document.visibilityState}`));
        setTimeout(() => resolve(`paints no frames, and is ${document.visibilityState}`), ms);
      }),
    FRAME_PATIENCE_MS,
  );
}

export async function openTask(page: Page, server: Server, id: string, tab = ''): Promise<void> {
  await page.goto(`${server.url}/#/tasks/${id}${tab && `/${tab}`}`);
}

export function status(page: Page) {
  return page.locator('.task-head .badge').first();
}

/** The texts of all rows, as a reader meets them who scrolls from the first to the last: only what is near is drawn. */
export async function readThrough(timeline: Locator): Promise<string[]> {
  return timeline.evaluate(async (box) => {
    const met = new Map<string, string>();
    for (box.scrollTop = 0; ; box.scrollTop += box.clientHeight / 2) {
      await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
      for (const row of box.querySelectorAll<HTMLElement>('.virtual-row')) {
        met.set(row.dataset.key ?? '', row.innerText);
      }
      if (box.scrollTop + box.clientHeight >= box.scrollHeight - 1) {
        return [...met.values()];
      }
    }
  });
}
