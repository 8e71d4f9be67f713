/** The browser's tests, run by `npm run e2e`, which starts the server that they walk through. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.spec.ts'],
    // Axe goes through the whole page, on a machine that runs server and browser too.
    testTimeout: 90_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 10_000 } },
    retry: 0,
    fileParallelism: false,
  },
});
