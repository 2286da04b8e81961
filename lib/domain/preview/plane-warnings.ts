import type { PreviewWarning } from '../../contract/preview.ts';
import { ratesIn } from '../limits.ts';
import { covers } from '../publishers.ts';
import type { PlaneSettings, Publishers } from '../settings.ts';
import type { Setup } from './setup.ts';

/** What a page makes that follows a deployment: it looks at it and at its timeline every two seconds. */
const READS_OF_A_PAGE = 60;
/** With fewer, a team that releases several services is refused. */
const FEW_CHANGES = 5;

/** What of the settings can be saved and may not be what was meant. */
export const planeWarnings = (before: Setup, after: Setup): PreviewWarning[] => [
  ...fewRequests(before.settings, after.settings),
  ...withoutEffect(before.settings, after.settings),
  ...(after.publishers ? publisherWarnings(after.publishers) : []),
];

const ofEachCaller = (message: string): PreviewWarning => ({ subject: 'caller', name: 'every caller', message });

/** Of a minute in which a page that follows a deployment may read so often. */
const stillSeconds = (reads: number): number => Math.round(60 * (1 - reads / READS_OF_A_PAGE));

const fewRequests = (before: PlaneSettings, after: PlaneSettings): PreviewWarning[] => {
  const [was, is] = [ratesIn(before), ratesIn(after)];
  return [
    ...(is.readRpm < Math.min(was.readRpm, READS_OF_A_PAGE)
      ? [
          ofEachCaller(
            `A page that follows a deployment makes about ${READS_OF_A_PAGE} reads a minute: it stands still for about ${stillSeconds(is.readRpm)} s of each`,
          ),
        ]
      : []),
    ...(is.mutateRpm < Math.min(was.mutateRpm, FEW_CHANGES)
      ? [
          ofEachCaller(
            `Whoever deploys more than ${is.mutateRpm} services within a minute is refused, and so is CI that registers more builds`,
          ),
        ]
      : []),
  ];
};

const withoutEffect = (before: PlaneSettings, after: PlaneSettings): PreviewWarning[] => {
  const inForce = ratesIn(after);
  return (
    [
      ['readRpm', 'reads'],
      ['mutateRpm', 'changes'],
    ] as const
  )
    .filter(([kind]) => after.limits[kind] !== before.limits[kind] && after.limits[kind] > inForce[kind])
    .map(([kind, words]) =>
      ofEachCaller(
        `Evaluation mode allows ${inForce[kind]} ${words} a minute: ${after.limits[kind]} are allowed when it ends`,
      ),
    );
};

const publisherWarnings = ({ entries }: Publishers): PreviewWarning[] => {
  if (entries.length === 0) {
    return [{ subject: 'service', name: 'every service', message: 'No CI can register builds for it' }];
  }
  return entries.flatMap((entry, index) => {
    const first = entries.slice(0, index).find((earlier) => covers(earlier, entry));
    return first
      ? [
          {
            subject: 'publisher' as const,
            name: entry.name,
            message: `Nobody publishes under this name: ${first.name} comes first and lets in everybody that it would`,
          },
        ]
      : [];
  });
};
