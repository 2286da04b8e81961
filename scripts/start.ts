import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** `npm start`: the whole plane on this machine. */

const NODE_MAJOR = 24;
const brought = join(
  import.meta.dirname,
  '..',
  'node_modules',
  '.bin',
  process.platform === 'win32' ? 'node.cmd' : 'node',
);

if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) {
  const { runPlane } = await import('./start/run.ts');
  await runPlane(process.argv.slice(2));
} else if (existsSync(brought)) {
  const { status } = spawnSync(brought, process.argv.slice(1), {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
} else {
  console.error(`This needs Node ${NODE_MAJOR}, which comes with the packages. Run npm start; it installs them.`);
  process.exitCode = 1;
}
