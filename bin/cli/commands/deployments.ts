import type { Deployment } from '../../../lib/contract/deployment.ts';
import { type Outcome, outcomes, type State, states } from '../../../lib/contract/deployment.ts';
import { type FailureCategory, failureCategory } from '../../../lib/contract/failure.ts';
import { LIST_LIMIT_MAX, type Page } from '../../../lib/contract/list.ts';
import { type AddCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { asFields } from '../fields.ts';
import { count, instant, oneOf } from '../option-values.ts';
import { everyPage } from '../pages.ts';
import type { Session } from '../session.ts';
import { markOf } from '../text/deployment.ts';
import { cut, table } from '../text/table.ts';

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
