import type { RollbackPlan } from '../../../lib/contract/admission.ts';
import { admitted } from '../admitted.ts';
import { type AddCommand, examples } from '../command.ts';
import { onceConfirmed } from '../confirm.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { asFields } from '../fields.ts';
import type { Session } from '../session.ts';
import { planText } from '../text/plan.ts';

type Options = {
  readonly plan?: boolean;
  readonly yes?: boolean;
  readonly wait?: boolean;
  readonly summary?: string;
  readonly idempotencyKey?: string;
};

export const addRollback: AddCommand = (program, run) => {
  program
    .command('rollback')
    .description('undo a deployment: back to the version that is proved to have worked')
    .argument('<id>', 'the deployment that is undone')
    .option('--plan', 'only say where it would lead, with proof')
    .option('--yes', 'do not ask')
    .option('--wait', 'follow it to its end; the exit code is the verdict')
    .option('--summary <text>', 'why, for those who read the history')
    .option('--idempotency-key <key>', 'the same key never rolls back twice')
    .addHelpText(
      'after',
      examples(
        'dxcp rollback 01KAVX0GZ7Q4J8M2N3P5R6S7T8 --plan',
        'dxcp rollback 01KAVX0GZ7Q4J8M2N3P5R6S7T8 --summary "Search answers 500" --yes --wait',
      ),
    )
    .action((id: string, options: Options) => run((session) => rollback(session, id, options)));
};

const rollback = async (session: Session, id: string, options: Options): Promise<number> => {
  if (options.plan) return tellPlan(session, await session.client.deployments.rollbackPlan({ params: { id } }));
  if (options.yes) return undo(session, id, options);
  return (await isWorthAsking(session, id))
    ? onceConfirmed(session, { question: 'Roll back?' }, () => undo(session, id, options))
    : exitCodes.refused;
};

const undo = async (session: Session, id: string, options: Options): Promise<number> => {
  const rollback = await session.client.deployments.rollback(
    { params: { id }, ...(options.summary === undefined ? {} : { body: asFields({ summary: options.summary }) }) },
    options.idempotencyKey === undefined ? {} : { idempotencyKey: options.idempotencyKey },
  );
  return options.wait ? admitted.follow(session, rollback) : admitted.tell(session, rollback);
};

const tellPlan = (session: Session, plan: RollbackPlan): number => {
  session.show(plan, () => planText(plan, session));
  return plan.allowed ? exitCodes.ok : exitCodes.refused;
};

/** A person sees the plan before deciding; a script has to say --yes. */
const isWorthAsking = async (session: Session, id: string): Promise<boolean> => {
  const { terminal, options } = session;
  if (!terminal.canAsk || options.json)
    throw new UsageError('Nobody is there to confirm. Add --yes, or --plan to look.');
  const plan = await session.client.deployments.rollbackPlan({ params: { id } });
  session.say(planText(plan, session));
  return plan.allowed;
};
