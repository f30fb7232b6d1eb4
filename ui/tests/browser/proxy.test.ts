import { expect, status, test } from '../fixture';
import { freePort, Nginx, nginxIsMissing } from '../nginx';
import { Server } from '../server';

/** Resolved by the browser alone, to this machine: see `playwright.config.ts`. */
const NAME = 'mgx.example.com';

async function behindNginx(visit: (url: string) => Promise<void>, ...lines: string[]): Promise<void> {
  const port = await freePort();
  const url = `http://${NAME}:${port}/mgx/`;
  const server = new Server({ settings: { MGX_PUBLIC_URL: url, MGX_SIMULATED_DELAY_MS: '80' } });
  const nginx = new Nginx();
  try {
    await server.start();
    await nginx.start(`server { listen 127.0.0.1:${port}; location /mgx/ { proxy_pass ${server.url}/; ${lines.join('; ')} } }`);
    await visit(url);
  } finally {
    await nginx.close();
    await server.close();
  }
}

test.beforeEach(() => test.skip(nginxIsMissing, 'nginx is not installed, so the page was not tested behind a proxy'));

test('behind nginx at a path, which sends its own Host: everything of the page is found', async ({ page }) => {
  await behindNginx(
    async (url) => {
      const elsewhere: string[] = [];
      page.on('request', (request) => !/^(blob|data):/.test(request.url()) && !request.url().startsWith(url) && elsewhere.push(request.url()));
      await page.goto(url);
      await page.getByLabel('What do you want to build?').fill('A landing page for a bakery');
      await page.getByRole('button', { name: 'Build' }).click();
      await expect(status(page)).toHaveText('Running'); // told by the WebSocket
      await expect(status(page)).toHaveText('Succeeded', { timeout: 40_000 });
      await page.getByRole('link', { name: 'Preview', exact: true }).click();
      await page.getByRole('button', { name: 'Show preview' }).click();
      await expect(page.frameLocator('.preview-frame').locator('h1')).toBeVisible();
      await page.goto(`${url}docs/`);
      expect(page.url()).toBe(`${url}docs`);
      await expect(page.locator('#operations')).toContainText('/api/tasks');
      expect(elsewhere).toEqual([]);
    },
    'proxy_http_version 1.1',
    'proxy_set_header Upgrade $http_upgrade',
    'proxy_set_header Connection "upgrade";',
  );
});

test('behind an nginx that passes no WebSocket on, the page says what it lacks', async ({ page }) => {
  await behindNginx(async (url) => {
    await page.goto(url);
    await page.getByLabel('What do you want to build?').fill('A landing page for a bakery');
    await page.getByRole('button', { name: 'Build' }).click();
    await expect(page.getByText('the two headers Upgrade and Connection')).toBeVisible();
  });
});
