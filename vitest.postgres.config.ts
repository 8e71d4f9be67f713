import { defineConfig } from 'vitest/config';

/** The database tests alone, for a run beside a real PostgreSQL (`scripts/with-postgres.sh`). */
export default defineConfig({
  test: {
    include: ['src/**/*.db.test.ts', 'test/**/*.db.test.ts'],
    testTimeout: 120_000,
    maxWorkers: '100%',
  },
});
