import type { Sanity } from '../../../lib/contract/plane.ts';
import { type AddCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Session } from '../session.ts';

export const addConfig: AddCommand = (program, run) => {
  program
    .command('config')
    .description('the plane’s own configuration')
    .command('sanity')
    .description('whether everything the plane needs is there, check by check')
    .addHelpText('after', examples('dxcp config sanity', 'dxcp config sanity --json'))
    .action(() =>
      run(async (session) => {
        const sanity = await session.client.config.sanity();
        session.show(sanity, () => sanityText(sanity, session));
        return sanity.ok ? exitCodes.ok : exitCodes.fault;
      }),
    );
};

const sanityText = ({ checks }: Sanity, { paint }: Session): string => {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .flatMap(({ name, ok, detail, hint }) => [
      `${ok ? paint('good', '✓') : paint('bad', '✗')} ${name.padEnd(width)}  ${detail ?? ''}`.trimEnd(),
      ...(hint === undefined ? [] : [`  → ${hint}`]),
    ])
    .join('\n');
};
