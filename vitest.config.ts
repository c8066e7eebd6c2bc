import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Where bridge(8), tc(8), nft(8) and others are is in root's path alone on some systems.
    env: { PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
    // Machines of continuous integration stall: a test that waits for other programs may have another go there.
    retry: process.env.CI ? 2 : 0,
  },
});
