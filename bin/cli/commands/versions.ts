import { type AddCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Session } from '../session.ts';
import { table } from '../text/table.ts';

type Answer = Awaited<ReturnType<Session['client']['services']['versions']>>;

export const addVersions: AddCommand = (program, run) => {
  program
    .command('versions')
    .description('registered versions of a service, newest first')
    .argument('<service>')
    .option('--refresh', 'also look for unregistered artifacts in the store')
    .addHelpText('after', examples('dxcp versions demo-service', 'dxcp versions demo-service --refresh'))
    .action((service: string, { refresh }: { refresh?: boolean }) =>
      run(async (session) => {
        const answer = await session.client.services.versions({
          params: { service },
          query: refresh ? { refresh: '1' } : {},
        });
        session.show(answer, () => versionsText(answer, session));
        return exitCodes.ok;
      }),
    );
};

const versionsText = ({ service, versions, candidates = [] }: Answer, { when, paint }: Session): string => {
  const registered =
    versions.length === 0
      ? `No version of ${service} is registered.`
      : table(
          ['VERSION', 'STATUS', 'BUILT', 'REGISTERED', 'BRANCH', 'COMMIT', 'DIGEST'],
          versions.map(({ version, status, builtAt, registeredAt, gitBranch, gitSha, sha256 }) => [
            version,
            paint(status === 'VERIFIED' ? 'good' : 'warn', status),
            when(builtAt),
            when(registeredAt),
            gitBranch,
            gitSha.slice(0, 9),
            sha256.slice(0, 12),
          ]),
        );
  if (candidates.length === 0) return registered;
  const found = candidates.map(({ version, artifactRef, lastModified }) => [version, when(lastModified), artifactRef]);
  return `${registered}\n\nIn the store, not registered:\n${table(['VERSION', 'CHANGED', 'ARTIFACT'], found)}`;
};
