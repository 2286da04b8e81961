import { readFile } from 'node:fs/promises';
import { type BuildRegistration, buildRegistration } from '../../../lib/contract/build.ts';
import { fieldWords } from '../../../lib/contract/field-words.ts';
import { type AddCommand, examples } from '../command.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Session } from '../session.ts';

type Options = { readonly idempotencyKey?: string };

export const addBuilds: AddCommand = (program, run) => {
  program
    .command('builds')
    .description('builds, as CI sees them')
    .command('register')
    .description('register an artifact that is already in the store; a call signed with AWS credentials')
    .argument('<file>', 'the registration as JSON; - reads it from standard input')
    .option('--idempotency-key <key>', 'the same key never registers twice')
    .addHelpText(
      'after',
      `${examples('dxcp builds register build.json', 'make-registration | dxcp builds register -')}

Credentials come from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, for example by
  $ eval "$(aws configure export-credentials --format env)"
A plane on this machine lends its own publisher.`,
    )
    .action((file: string, options: Options) => run((session) => register(session, file, options)));
};

const register = async (session: Session, file: string, { idempotencyKey }: Options): Promise<number> => {
  const body = readRegistration(file === '-' ? await session.terminal.readInput() : await read(file));
  const client = await session.signedClient();
  const build = await client.builds.register({ body }, idempotencyKey === undefined ? {} : { idempotencyKey });
  session.show(build, () => {
    const { service, version, status, artifactRef, sha256 } = build;
    const mark = session.paint(status === 'VERIFIED' ? 'good' : 'warn', status);
    return `${session.paint('strong', `${service} ${version}`)} is registered  ${mark}\n  ${artifactRef}\n  sha256 ${sha256}`;
  });
  return exitCodes.ok;
};

const read = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be read: ${error.message}`);
  });

/** What the contract would refuse is said here already, field by field. */
const readRegistration = (text: string): BuildRegistration => {
  const found = buildRegistration.safeParse(parseJson(text), { error: fieldWords });
  if (found.success) return found.data;
  const fields = found.error.issues.map(({ path, message }) => `  ${path.join('.') || 'registration'}: ${message}`);
  throw new UsageError(['This is not a build registration', ...fields].join('\n'));
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError('The registration is not JSON.');
  }
};
