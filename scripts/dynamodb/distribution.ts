import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** The npm package that carries AWS's DynamoDB Local 1.25.1 as it is, and what npm says the package's digest is. */
const PACKAGE = 'amplify-dynamodb-simulator@2.9.30';
const INTEGRITY = 'sha512-xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==';

const HOME = join(import.meta.dirname, '..', '..', '.dxcp', 'dynamodb-local');

/**
 * The directory of DynamoDBLocal.jar and its libraries: `DYNAMODB_LOCAL` when it is set, otherwise fetched once and
 * kept beside the local plane's data. Throws with what is missing.
 */
export async function dynamoDbLocal(): Promise<string> {
  const given = process.env.DYNAMODB_LOCAL;
  const directory = given ?? join(HOME, PACKAGE, 'package', 'emulator');
  if (given === undefined && !existsSync(directory)) await fetchPackage();
  if (existsSync(join(directory, 'DynamoDBLocal.jar'))) return directory;
  throw new Error(`Missing: there is no DynamoDBLocal.jar in ${directory}`);
}

async function fetchPackage(): Promise<void> {
  mkdirSync(HOME, { recursive: true });
  const draft = mkdtempSync(join(HOME, 'new-'));
  try {
    console.log(`Fetching DynamoDB Local (${PACKAGE}, 57 MB), once`);
    run(['npm', 'pack', PACKAGE, '--silent', '--pack-destination', draft], 'DynamoDB Local could not be fetched');
    const archive = join(draft, `${PACKAGE.replace('@', '-')}.tgz`);
    const found = await integrityOf(archive);
    if (found !== INTEGRITY) throw new Error(`Refused: ${PACKAGE} is not what it was: its digest is ${found}`);
    run(['tar', '-xzf', archive, '-C', draft], 'DynamoDB Local could not be unpacked');
    rmSync(archive);
    // Renamed when it is whole, so that a run that was stopped leaves nothing that looks like it.
    renameSync(draft, join(HOME, PACKAGE));
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function integrityOf(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

function run([program = '', ...args]: readonly string[], failure: string): void {
  const done = spawnSync(program, args, { encoding: 'utf8', shell: process.platform === 'win32' });
  if (done.status !== 0) throw new Error(`Missing: ${failure}: ${(done.stderr || String(done.error ?? '')).trim()}`);
}
