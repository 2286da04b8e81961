import type { DeliveryStatus } from '../../../lib/contract/running.ts';
import { type AddCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Session } from '../session.ts';
import { markOf } from '../text/deployment.ts';

export const addStatus: AddCommand = (program, run) => {
  program
    .command('status')
    .description('what runs in a place, and the newest deployment there')
    .argument('<service>')
    .argument('<environment>')
    .addHelpText('after', examples('dxcp status demo-service sandbox'))
    .action((service: string, environment: string) =>
      run(async (session) => {
        const answer = await session.client.services.deliveryStatus({ params: { service }, query: { environment } });
        session.show(answer, () => statusText(answer, session));
        return exitCodes.ok;
      }),
    );
};

const statusText = ({ service, environment, latest, currentRunning }: DeliveryStatus, session: Session): string => {
  const { paint, when } = session;
  const running = currentRunning
    ? `${paint('strong', currentRunning.version)} runs, by the record, since ${when(currentRunning.derivedAt)}`
    : 'nothing has ever been deployed successfully';
  return [
    `${service} in ${environment}: ${running}${currentRunning?.uncertain ? paint('warn', ' (uncertain)') : ''}`,
    ...(latest
      ? [`newest deployment ${latest.id}: ${latest.version} ${markOf(latest, paint)}, ${when(latest.createdAt)}`]
      : []),
  ].join('\n');
};
