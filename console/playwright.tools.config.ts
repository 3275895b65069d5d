import { defineConfig } from '@playwright/test';
import journeys from './playwright.config';

/** What is made with a browser and a real server and is no test: pictures (*.shots.ts) and figures (*.bench.ts). */
export default defineConfig(journeys, {
  testMatch: ['**/*.shots.ts', '**/*.bench.ts'],
  outputDir: 'target/tools',
  workers: 1,
  timeout: 300_000,
  reporter: 'line',
  use: { trace: 'off', screenshot: 'off' },
});
