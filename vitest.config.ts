import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{app,components,lib}/**/*.test.{ts,tsx}'],
    globalSetup: ['lib/run/test-database-server.ts'],
    // The longest files wait most of the time, for processes and faults.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
