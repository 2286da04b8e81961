import { defineConfig } from 'vitest/config';

/** What must be true on AWS's DynamoDB Local too; `npm run test:dynamodb` starts it and says where it is. */
// biome-ignore lint/style/noDefaultExport: vitest takes its configuration from there
export default defineConfig({
  test: {
    include: [
      'test/adapters/dynamodb/aws-local*.lane.ts',
      'test/adapters/dynamodb/{store,races}.test.ts',
      'test/races/*.test.ts',
    ],
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
