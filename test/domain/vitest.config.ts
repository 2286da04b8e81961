import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The domain by its own tests alone: every branch is gone through, and nothing else may do it for them. */
// biome-ignore lint/style/noDefaultExport: vitest takes its configuration from there
export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  test: {
    include: ['test/domain/**/*.test.ts'],
    pool: 'threads',
    maxWorkers: 2,
    // Tests of pure functions leave nothing behind that could spoil others, and one worker for all is much quicker.
    isolate: false,
    coverage: {
      provider: 'v8',
      include: ['lib/domain/**/*.ts'],
      reporter: [['text', { skipFull: true }]],
      thresholds: { branches: 100, functions: 100, lines: 100, statements: 100 },
    },
  },
});
