import type { EngineStatus } from '../../../lib/contract/engine-status.ts';
import { type AddCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Session } from '../session.ts';
import { table } from '../text/table.ts';

export const addDiagnostics: AddCommand = (engine, run) => {
  engine
    .command('status')
    .description('how the engine is: what calls have come to, the last reconciliation, its health now')
    .addHelpText('after', examples('dxcp engine status'))
    .action(() =>
      run(async (session) => {
        const status = await session.client.engine.status();
        session.show(status, () => statusText(status, session));
        return status.health.ok ? exitCodes.ok : exitCodes.fault;
      }),
    );
  engine
    .command('applications')
    .description('the applications that the engine shows to DXCP')
    .addHelpText('after', examples('dxcp engine applications'))
    .action(() =>
      run(async (session) => {
        const answer = await session.client.engine.applications();
        const { items, total } = answer;
        const rest = total > items.length ? [`… ${total} in all`] : [];
        session.show(answer, () => [...items.map(({ name }) => name), ...rest].join('\n') || 'No applications.');
        return exitCodes.ok;
      }),
    );
  engine
    .command('pipelines')
    .description('what a recipe may name of an application')
    .argument('<application>')
    .addHelpText('after', examples('dxcp engine pipelines demo'))
    .action((application: string) =>
      run(async (session) => {
        const answer = await session.client.engine.pipelines({ params: { application } });
        session.show(answer, () =>
          answer.items.length === 0
            ? `Nothing, or there is no application ${application}.`
            : table(
                ['NAME', 'ENABLED'],
                answer.items.map(({ name, enabled }) => [name, enabled ? 'yes' : 'no']),
              ),
        );
        return exitCodes.ok;
      }),
    );
};

const statusText = ({ type, breaker, pulse, health }: EngineStatus, { paint, when }: Session): string =>
  [
    `${health.ok ? paint('good', '✓') : paint('bad', '✗')} ${type}  ${health.detail ?? 'is well'} (${health.latencyMs} ms)`,
    `  breaker ${breaker.state === 'open' ? paint('bad', 'open') : 'closed'}, ${breaker.failures} calls failed in a row${
      breaker.lastFault === undefined ? '' : `, the last with ${breaker.lastFault}`
    }`,
    pulse
      ? `  reconciled ${when(pulse.reconciledAt)}, ${pulse.inFlight} in flight, observed every ${pulse.freshnessSeconds} s`
      : '  not reconciled yet',
  ].join('\n');
