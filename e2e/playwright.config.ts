import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { shareCompiledModules } from '../lib/test-kit/share-compiled-modules.ts';

shareCompiledModules();
const output = join(import.meta.dirname, '..', 'test-results');
const executablePath = process.env.TENKO_E2E_CHROMIUM;

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: join(output, 'browser'),
  globalSetup: './kit/start-product.ts',
  workers: 2,
  forbidOnly: process.env.CI !== undefined,
  // Upper limits, for a machine that does other work, too.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: {
    // Set by the global setup, before the workers read this file.
    ...(process.env.TENKO_E2E_URL && { baseURL: process.env.TENKO_E2E_URL }),
    storageState: join(output, 'signed-in.json'),
    locale: 'en-US',
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 1280, height: 800 },
    // A third of the time: `npm run test:e2e -- --trace on` records what failed.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath && { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
});
