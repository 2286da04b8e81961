// Makes a checkout ready to run: installs the packages when they are missing or older than package-lock.json.
// Plain JavaScript without packages, because it runs on the host's own Node, before anything is there.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 20;
/** The Lambda runtime; the packages bring it along where the host has none. */
const NODE_MAJOR = 24;
const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'node_modules', '.dxcp-stamp');
const major = Number(process.versions.node.split('.')[0]);

function stop(...lines) {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(1);
}

function run() {
  if (major < OLDEST_NODE)
    stop(`DXCP needs Node ${OLDEST_NODE} or newer to install itself; this is ${process.versions.node}.`);
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const usable = major >= NODE_MAJOR || broughtNode();
  if (usable && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  // Installed by hand counts too: npm keeps a record of what it installed.
  if (!usable || !isInstalled()) install();
  if (major < NODE_MAJOR && !broughtNode()) {
    stop(
      `DXCP runs on Node ${NODE_MAJOR}, and the packages hold none for ${process.platform} on ${process.arch}.`,
      `Install Node ${NODE_MAJOR} and start again.`,
    );
  }
  writeFileSync(stamp, wanted);
}

/** The packages bring Node 24 along; npm puts it first on the path of every script. */
function broughtNode() {
  return existsSync(join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node'));
}

function isInstalled() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const entries = (file) => Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages ?? {});
  const installed = new Map(entries(record).map(([name, { version }]) => [name, version]));
  return entries(join(root, 'package-lock.json')).every(
    ([name, { version, optional, link }]) => name === '' || optional || link || installed.get(name) === version,
  );
}

function install() {
  process.stdout.write('Installing packages (npm ci), once per checkout or change of package-lock.json …\n');
  const npm = process.env.npm_execpath;
  const [command, args] = npm?.endsWith('.js') ? [process.execPath, [npm, 'ci']] : ['npm', ['ci']];
  const { status, error } = spawnSync(command, [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  stop(
    `npm ci did not succeed${error ? `: ${error.message}` : ''}.`,
    'Read its message above. The first install needs the package registry; later starts need no network.',
  );
}

run();
