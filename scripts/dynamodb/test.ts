import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startDynamoDb } from './running-dynamodb.ts';

/** `npm run test:dynamodb`: the store and its races on AWS's own DynamoDB Local. Never left out silently. */

const dynamodb = await startDynamoDb().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.error('\nDynamoDB Local does not run here, so nothing was proved against it.\n\n0 passed, 1 failed');
  process.exit(1);
});
try {
  const env = { ...process.env, DYNAMODB_ENDPOINT: dynamodb.url };
  const args = ['run', '--config', 'test/adapters/dynamodb/aws-local.config.ts', ...process.argv.slice(2)];
  const vitest = spawn('vitest', args, { stdio: 'inherit', env, shell: process.platform === 'win32' });
  // Whoever stops the tests does not leave the database behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => vitest.kill(signal));
  const [status]: unknown[] = await once(vitest, 'exit');
  process.exitCode = status === 0 ? 0 : 1;
} finally {
  await dynamodb.stop();
}
