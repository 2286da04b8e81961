import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { openContractTarget } from './contract-target.ts';
import { freePort, startEngine } from './running-engine.ts';

/** `npm run test:spinnaker`: DXCP against a real engine, started for this and stopped afterwards. Never left out silently. */

const target = await openContractTarget();
const door = { port: await freePort(), token: randomBytes(16).toString('hex') };
const engine = await startEngine({
  CONTRACT_TARGET: target.url,
  DEPLOYER_URL: `http://127.0.0.1:${door.port}`,
  DEPLOYER_TOKEN: door.token,
}).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.error('\nThe real engine does not run here, so nothing was proved against it.\n\n0 passed, 1 failed');
  process.exit(1);
});
try {
  const env = {
    ...process.env,
    ...engine.environment,
    SPINNAKER_URL: engine.url,
    DEPLOYER_PORT: String(door.port),
  };
  const args = ['run', '--config', 'test/spinnaker/vitest.config.ts', ...process.argv.slice(2)];
  const vitest = spawn('vitest', args, { stdio: 'inherit', env, shell: process.platform === 'win32' });
  // Whoever stops the tests does not leave the engine behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => vitest.kill(signal));
  const [status]: unknown[] = await once(vitest, 'exit');
  process.exitCode = status === 0 ? 0 : 1;
} finally {
  await engine.stop();
  await target.close();
}
