import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{app,components,lib}/**/*.test.{ts,tsx}'],
    globalSetup: ['lib/run/test-database-server.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
