/** The browser's tests, run by `npm run e2e`, which starts the server that they walk through. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.spec.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    retry: 0,
    fileParallelism: false,
  },
});
