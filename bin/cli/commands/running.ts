import type { Place } from '../../../lib/contract/running.ts';
import { type AddCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { asFields } from '../fields.ts';
import { everyPage } from '../pages.ts';
import type { Session } from '../session.ts';
import { markOf } from '../text/deployment.ts';
import { table } from '../text/table.ts';

type Options = { readonly environment?: string; readonly group?: string; readonly search?: string };

export const addRunning: AddCommand = (program, run) => {
  program
    .command('running')
    .description('what runs where, by the record')
    .option('--environment <environment>', 'only this environment')
    .option('--group <group>', 'only this delivery group')
    .option('--search <prefix>', 'only services whose names begin so')
    .addHelpText('after', examples('dxcp running', 'dxcp running --environment prod'))
    .action((options: Options) => run((session) => running(session, options)));
};

const running = async (session: Session, options: Options): Promise<number> => {
  const query = { ...asFields(options), limit: 200 };
  const page = await everyPage((cursor) => session.client.running.list({ query: { ...query, ...cursor } }));
  session.show(page, () => runningText(page.items, session));
  return exitCodes.ok;
};

const runningText = (places: readonly Place[], { paint, when }: Session): string =>
  places.length === 0
    ? 'Nothing runs anywhere yet, by the record.'
    : table(
        ['SERVICE', 'ENVIRONMENT', 'VERSION', 'SINCE', 'NOW', 'URL'],
        places.map((place) => [
          place.service,
          place.environment,
          place.running ? `${place.running.version}${place.running.uncertain ? ' (uncertain)' : ''}` : '–',
          place.runningSince ? when(place.runningSince) : '–',
          newsOf(place, paint),
          place.url ?? '',
        ]),
      );

const newsOf = ({ inFlight, lastFailure }: Place, paint: Session['paint']): string => {
  const news = inFlight ?? lastFailure;
  return news ? `${news.version} ${markOf(news, paint)}` : '';
};
