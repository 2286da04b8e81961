import { InvalidArgumentError } from 'commander';
import type { Deployment } from '../../../lib/contract/deployment.ts';
import { type Outcome, outcomes, type State, states } from '../../../lib/contract/deployment.ts';
import { type FailureCategory, failureCategory } from '../../../lib/contract/failure.ts';
import { LIST_LIMIT_MAX, type Page } from '../../../lib/contract/list.ts';
import { type AddCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { asFields } from '../fields.ts';
import { everyPage } from '../pages.ts';
import type { Session } from '../session.ts';
import { markOf } from '../text/deployment.ts';
import { cut, table } from '../text/table.ts';
import { readInstant } from '../text/time.ts';

type Options = {
  readonly service?: string;
  readonly environment?: string;
  readonly group?: string;
  readonly state?: State;
  readonly outcome?: Outcome;
  readonly failureCategory?: FailureCategory;
  readonly createdBy?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
  readonly cursor?: string;
  readonly all?: boolean;
};

export const addDeployments: AddCommand = (program, run) => {
  program
    .command('deployments')
    .description('deployments, newest first')
    .option('--service <service>', 'only of this service')
    .option('--environment <environment>', 'only to this environment')
    .option('--group <group>', 'only of this delivery group')
    .option('--state <state>', `one of ${states.join(', ')}`, oneOf(states))
    .option('--outcome <outcome>', `one of ${outcomes.join(', ')}`, oneOf(outcomes))
    .option(
      '--failure-category <category>',
      `one of ${failureCategory.options.join(', ')}`,
      oneOf(failureCategory.options),
    )
    .option('--created-by <person>', 'id or email')
    .option('--from <when>', 'an instant, a day, or how long ago: 2026-11-21, 24h, 7d', instant)
    .option('--to <when>', 'likewise', instant)
    .option('--limit <n>', `how many, at most ${LIST_LIMIT_MAX}`, count, 20)
    .option('--cursor <cursor>', 'where the page before ended')
    .option('--all', 'every page')
    .addHelpText(
      'after',
      examples(
        'dxcp deployments',
        'dxcp deployments --service demo-service --environment sandbox --outcome FAILED --from 7d',
        'dxcp deployments --all --json > deployments.json',
      ),
    )
    .action((options: Options) => run((session) => deployments(session, options)));
};

const deployments = async (session: Session, { all, cursor, limit, ...filters }: Options): Promise<number> => {
  const query = { ...asFields(filters), limit: all ? LIST_LIMIT_MAX : limit };
  const start = cursor === undefined ? {} : { cursor };
  const read = (at: { cursor?: string }) => session.client.deployments.list({ query: { ...query, ...at } });
  const page = all ? await everyPage(read, start) : await read(start);
  session.show(page, () => deploymentsText(page, session));
  return exitCodes.ok;
};

const deploymentsText = ({ items, nextCursor }: Page<Deployment>, { paint, when }: Session): string => {
  const rows = items.map((deployment) => [
    deployment.id,
    deployment.service,
    `${deployment.version}${deployment.deploymentKind === 'ROLLBACK' ? ' ↩' : ''}`,
    deployment.environment,
    markOf(deployment, paint),
    when(deployment.createdAt),
    deployment.createdBy.email ?? deployment.createdBy.id,
    cut(deployment.changeSummary, 50),
  ]);
  const head = ['ID', 'SERVICE', 'VERSION', 'ENVIRONMENT', 'STATE', 'CREATED', 'BY', 'SUMMARY'];
  const list = rows.length === 0 ? 'No deployments.' : table(head, rows);
  return nextCursor === undefined ? list : `${list}\n${paint('quiet', `More: --cursor ${nextCursor}, or --all`)}`;
};

const oneOf =
  <Value extends string>(values: readonly Value[]) =>
  (text: string): Value => {
    const found = values.find((value) => value === text.toUpperCase().replaceAll('-', '_'));
    if (!found) throw new InvalidArgumentError(`It is one of ${values.join(', ')}.`);
    return found;
  };

const instant = (text: string): string => {
  const at = readInstant(text, Date.now());
  if (at === undefined) throw new InvalidArgumentError('It is a day (2026-11-21), an instant, or 30m, 24h, 7d ago.');
  return at;
};

const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > LIST_LIMIT_MAX) {
    throw new InvalidArgumentError(`It is a number from 1 to ${LIST_LIMIT_MAX}.`);
  }
  return value;
};
