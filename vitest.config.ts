import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Machines of continuous integration stall: a test that waits for other programs may have another go there.
    retry: process.env.CI ? 2 : 0,
  },
});
