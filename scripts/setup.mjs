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
  process.stdout.write('Installing packages, once per checkout or change of package-lock.json …\n');
  const clean = npm('ci');
  if (clean.status === 0) return;
  // A registry that lacks packages of other platforms yields a lock file without them, which npm ci refuses to use.
  // npm install takes the same locked versions and leaves out what this platform does not need.
  const result = /EUSAGE|in sync/.test(clean.output) ? npm('install', '--no-save') : clean;
  if (result.status === 0) return;
  stop(
    result.output,
    'The packages could not be installed; npm says why above.',
    'The first start needs the package registry, later ones need no network.',
  );
}

/** The npm that runs this script, or the one on the path. */
function npm(...command) {
  const own = process.env.npm_execpath;
  const [program, first] = own?.endsWith('.js') ? [process.execPath, [own]] : ['npm', []];
  const flags = ['--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error, stderr } = spawnSync(program, [...first, ...command, ...flags], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  return { status, output: error ? error.message : (stderr ?? '') };
}

run();
