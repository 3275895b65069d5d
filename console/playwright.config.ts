import { defineConfig } from '@playwright/test';

// Debian's Chromium; Playwright's own download is not needed. Chromium refuses its sandbox to root.
const root = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'target/e2e',
  globalSetup: './e2e/environment.ts',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['junit', { outputFile: 'target/e2e.xml' }]],
  use: {
    viewport: { width: 1280, height: 900 },
    actionTimeout: 30_000, // told where, and not at the end of the whole journey
    trace: 'off', // it makes journeys take half as long again; to see what one did: bin/check-console e2e/<its file> --trace on
    screenshot: 'only-on-failure',
    contextOptions: { reducedMotion: 'reduce' },
    permissions: ['clipboard-read', 'clipboard-write'],
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        ...(root ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
