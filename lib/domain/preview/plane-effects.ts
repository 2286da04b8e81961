import type { PreviewEffect } from '../../contract/preview.ts';
import { difference } from '../configure/decision.ts';
import { registrationsPerDay } from '../decide-registration.ts';
import { ratesIn } from '../limits.ts';
import type { PlaneSettings } from '../settings.ts';
import type { Setup } from './setup.ts';

type Figure = Pick<PreviewEffect, 'subject' | 'name'> & {
  /** `changes a minute` */
  readonly of: string;
};

/** More or less of something that is counted; nothing where it stays. */
export const figureEffect = (
  { subject, name, of }: Figure,
  { was, is }: { readonly was: number; readonly is: number },
): PreviewEffect[] =>
  was === is ? [] : [{ subject, name, change: is > was ? 'gains' : 'loses', what: `${of}: ${is} in place of ${was}` }];

/** What everybody gains and loses by the settings of the plane, by what is in force. */
export const planeEffects = (before: Setup, after: Setup): PreviewEffect[] => [
  ...rateEffects(before.settings, after.settings),
  ...figureEffect(
    // All of them as callers: of a publisher there may be one of that very name.
    { subject: 'caller', name: 'every publisher', of: 'build registrations a day' },
    { was: registrationsPerDay[before.settings.mode], is: registrationsPerDay[after.settings.mode] },
  ),
  ...grantEffects(before.settings, after.settings),
  ...refreshEffects(before.settings, after.settings),
  ...matchEffects(before, after),
];

const rateEffects = (before: PlaneSettings, after: PlaneSettings): PreviewEffect[] => {
  const [was, is] = [ratesIn(before), ratesIn(after)];
  const each = { subject: 'caller', name: 'every caller' } as const;
  return [
    ...figureEffect({ ...each, of: 'reads a minute' }, { was: was.readRpm, is: is.readRpm }),
    ...figureEffect({ ...each, of: 'changes a minute' }, { was: was.mutateRpm, is: is.mutateRpm }),
  ];
};

/** What is either there for everybody or for nobody. */
const grants: readonly (readonly [what: string, given: (settings: PlaneSettings) => boolean])[] = [
  [
    'deployments while the artifact store does not answer',
    ({ admitWhenArtifactUnchecked }) => admitWhenArtifactUnchecked ?? true,
  ],
  ['links to repositories and commits', ({ linkExposure }) => linkExposure.repository],
  ['links to CI runs', ({ linkExposure }) => linkExposure.runUrl],
  ['links to services', ({ linkExposure }) => linkExposure.serviceUrl],
];

const grantEffects = (before: PlaneSettings, after: PlaneSettings): PreviewEffect[] =>
  grants
    .filter(([, given]) => given(before) !== given(after))
    .map(([what, given]) => ({
      subject: 'caller',
      name: 'everybody',
      change: given(after) ? 'gains' : 'loses',
      what,
    }));

const refreshEffects = (before: PlaneSettings, after: PlaneSettings): PreviewEffect[] =>
  refreshes.flatMap(([what, tell]) => {
    const [was, is] = [tell(before.refresh), tell(after.refresh)];
    const whose = { subject: 'page', name: 'every quiet page', change: 'changes' } as const;
    return was === is ? [] : [{ ...whose, what: `${what}: ${is} in place of ${was}` }];
  });

/** What a page does unless somebody chose, and what they may choose: a choice beyond it is held within. */
const refreshes: readonly (readonly [what: string, tell: (refresh: PlaneSettings['refresh']) => string])[] = [
  ['how often it is refreshed', ({ defaultSeconds }) => `every ${defaultSeconds} s`],
  [
    'how often people may have it refreshed',
    ({ minSeconds: min, maxSeconds: max }) =>
      min === max ? `every ${min} s, whatever they chose,` : `every ${min} to ${max} s`,
  ],
];

/** Of publishers that stay: by what others are let in under their name. */
const matchEffects = (before: Setup, after: Setup): PreviewEffect[] =>
  (after.publishers?.entries ?? []).flatMap(({ name, match }) => {
    const former = before.publishers?.entries.find((entry) => entry.name === name);
    const fields = former ? difference(former.match, match).fields : [];
    return fields.length === 0
      ? []
      : [
          {
            subject: 'publisher' as const,
            name,
            change: 'changes' as const,
            what: `whom it lets in: ${fields.join(', ')}`,
          },
        ];
  });
