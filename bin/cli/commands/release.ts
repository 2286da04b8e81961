import { type AddCommand, examples } from '../command.ts';
import { onceConfirmed } from '../confirm.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Session } from '../session.ts';
import { deploymentCard, markOf, titleOf } from '../text/deployment.ts';

type Options = { readonly reason: string; readonly yes?: boolean };

export const addRelease: AddCommand = (program, run) => {
  program
    .command('release')
    .description('give up a stalled deployment, so that its place is free; for admins who know that it is dead')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why, for those who read the history')
    .option('--yes', 'do not ask')
    .addHelpText('after', examples('dxcp release 01KAVX0GZ7Q4J8M2N3P5R6S7T8 --reason "The engine has lost it"'))
    .action((id: string, options: Options) => run((session) => release(session, id, options)));
};

/** A person sees what it is that is given up. */
const release = async (session: Session, id: string, { reason, yes }: Options): Promise<number> => {
  const { client, paint, show, say } = session;
  if (!yes && session.terminal.canAsk) say(deploymentCard(await client.deployments.get({ params: { id } }), session));
  return onceConfirmed(session, { question: 'Give it up?', yes }, async () => {
    const deployment = await client.deployments.release({ params: { id }, body: { reason } });
    const { service, environment } = deployment;
    show(deployment, () =>
      [
        `${titleOf(deployment)}  ${markOf(deployment, paint)}`,
        `What runs of ${service} in ${environment} is uncertain until a deployment there succeeds.`,
      ].join('\n'),
    );
    return exitCodes.ok;
  });
};
