import { ProblemError } from '../../../lib/contract/client.ts';
import type { Deployment } from '../../../lib/contract/deployment.ts';
import { admitted } from '../admitted.ts';
import { type AddCommand, examples } from '../command.ts';
import { Unreachable } from '../errors.ts';
import { asFields } from '../fields.ts';
import type { Session } from '../session.ts';

type Intent = { readonly service: string; readonly version: string; readonly environment: string };
type Options = {
  readonly summary: string;
  readonly recipe?: string;
  readonly wait?: boolean;
  readonly idempotencyKey?: string;
};

export const addDeploy: AddCommand = (program, run) => {
  program
    .command('deploy')
    .description('deploy a version of a service to an environment')
    .argument('<service>')
    .argument('<version>')
    .argument('<environment>')
    .requiredOption('--summary <text>', 'what changes, for those who read the history')
    .option('--recipe <recipe>', 'needed only when there is more than one to choose from')
    .option('--wait', 'follow it to its end; the exit code is the verdict')
    .option('--idempotency-key <key>', 'the same key never deploys twice; repeat it to try again safely')
    .addHelpText(
      'after',
      examples(
        'dxcp deploy demo-service 1.2.0 sandbox --recipe default --summary "Faster search" --wait',
        'dxcp deploy demo-service 1.2.0 sandbox --recipe default --summary "Run 4711" --idempotency-key run-4711 --json',
      ),
    )
    .action((service: string, version: string, environment: string, options: Options) =>
      run((session) => deploy(session, { service, version, environment }, options)),
    );
};

const deploy = async (session: Session, intent: Intent, options: Options): Promise<number> => {
  const { wait, idempotencyKey = crypto.randomUUID(), ...typed } = options;
  const body = asFields({ ...intent, ...typed });
  let deployment: Deployment;
  try {
    deployment = await session.client.deployments.create({ body }, { idempotencyKey });
  } catch (error) {
    if (isUnclear(error)) session.terminal.err(unclear(intent, idempotencyKey));
    throw error;
  }
  return wait ? admitted.follow(session, deployment) : admitted.tell(session, deployment);
};

/** The answer got lost, so it is not known whether the deployment was admitted. */
const isUnclear = (error: unknown): boolean =>
  (error instanceof Unreachable && !error.neverSent) ||
  (error instanceof ProblemError && !error.problem && error.status >= 500);

const unclear = ({ service, environment }: Intent, key: string): string =>
  `Whether it was admitted is not known. Repeat with --idempotency-key ${key}: it is never deployed twice.\n` +
  `Or look: dxcp status ${service} ${environment}\n`;
