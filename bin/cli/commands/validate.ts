import type { Validation } from '../../../lib/contract/admission.ts';
import { type AddCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { asFields } from '../fields.ts';
import type { Session } from '../session.ts';
import { checkLines, noteLines, policyLine } from '../text/checks.ts';
import { mannerOf, refusalLines } from '../text/refusals.ts';
import { duration } from '../text/time.ts';

type Intent = { readonly service: string; readonly version: string; readonly environment: string };
type Options = { readonly recipe?: string };

const CHANGE_SUMMARY = 'Validated from the command line';

export const addValidate: AddCommand = (program, run) => {
  program
    .command('validate')
    .description('the decision a deployment would get now, with every check; changes nothing')
    .argument('<service>')
    .argument('<version>')
    .argument('<environment>')
    .option('--recipe <recipe>', 'needed only when there is more than one to choose from')
    .addHelpText(
      'after',
      examples(
        'dxcp validate demo-service 1.2.0 sandbox --recipe default',
        'dxcp validate demo-service 1.2.0 sandbox --recipe default && echo "may be deployed"',
      ),
    )
    .action((service: string, version: string, environment: string, options: Options) =>
      run((session) => validate(session, { service, version, environment }, options)),
    );
};

const validate = async (session: Session, intent: Intent, options: Options): Promise<number> => {
  const answer = await session.client.deployments.validate({
    body: asFields({ ...intent, ...options, summary: CHANGE_SUMMARY }),
  });
  session.show(answer, () => validationText(intent, answer, session));
  return answer.allowed ? exitCodes.ok : exitCodes.refused;
};

const validationText = (intent: Intent, answer: Validation, session: Session): string => {
  const { paint } = session;
  const title = `${intent.service} ${intent.version} → ${intent.environment}`;
  const { resolved, running, policy, usualDurationSeconds } = answer;
  return [
    answer.allowed
      ? `${paint('good', '✓')} ${paint('strong', title)} may be deployed now`
      : `${paint('bad', '✗')} ${paint('strong', title)} would be refused`,
    ...(answer.allowed ? [] : [...refusalLines(answer.refusals, mannerOf(session)), '']),
    ...checkLines(answer.checks, paint),
    ...noteLines(answer.notes, paint),
    ...(resolved.recipe ? [`  recipe   ${resolved.recipe.name}: ${resolved.recipe.behaviorSummary}`] : []),
    ...(running ? [`  running  ${running.version}, by the record`] : []),
    ...(policy ? [`  today    ${policyLine(policy)}`] : []),
    ...(usualDurationSeconds === undefined ? [] : [`  usually  ${duration(usualDurationSeconds)}`]),
  ].join('\n');
};
