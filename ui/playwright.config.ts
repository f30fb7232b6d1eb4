import { defineConfig } from '@playwright/test';

/** Debian's Chromium; nothing is downloaded. */
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

export default defineConfig({
  testDir: 'tests',
  outputDir: '../target/browser-tests',
  reporter: [['list']],
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 20_000 },
  workers: 2, // each has servers of its own
  use: {
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
    locale: 'en-GB',
    timezoneId: 'UTC',
    actionTimeout: 20_000,
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox',
        '--host-resolver-rules=MAP mgx.example.com 127.0.0.1', // of the tests behind a proxy
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'unit', testMatch: 'unit/*.test.ts' },
    { name: 'browser', testMatch: 'browser/*.test.ts' },
    { name: 'bench', testMatch: 'bench/*.ts', timeout: 300_000 },
  ],
});
