import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{app,components,lib}/**/*.test.{ts,tsx}'],
    globalSetup: ['lib/test-kit/test-database-server.ts'],
    // Vitest leaves one core free, which of two is half: the longest files wait most of the time, for processes and faults.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
