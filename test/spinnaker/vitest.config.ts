import { defineConfig } from 'vitest/config';

/** The lane against a real engine; `npm run test:spinnaker` starts the engine and says where it is. */
// biome-ignore lint/style/noDefaultExport: vitest takes its configuration from there
export default defineConfig({
  test: {
    include: ['test/spinnaker/*.lane.ts'],
    // One engine, and a plane per process.
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});
