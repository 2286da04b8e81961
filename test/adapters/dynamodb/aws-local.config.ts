import { defineConfig } from 'vitest/config';

/**
 * The suite of the store against AWS's own DynamoDB Local, as a second opinion on the embedded one:
 * `DYNAMODB_ENDPOINT=http://127.0.0.1:8000 npx vitest run --config test/adapters/dynamodb/aws-local.config.ts`
 */
// biome-ignore lint/style/noDefaultExport: vitest takes its configuration from there
export default defineConfig({
  test: { include: ['test/adapters/dynamodb/aws-local.lane.ts'], testTimeout: 120_000, hookTimeout: 120_000 },
});
