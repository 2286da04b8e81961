import type { PlaneModeSettings, RateLimits, UiSettings } from '../../../lib/contract/settings.ts';
import { adminWords as words } from '../copy/admin.ts';
import { type Field, property, type Section } from '../form/field.ts';

export type RatesBody = Pick<RateLimits, 'readRpm' | 'mutateRpm'>;
export const bodyOfRates = ({ readRpm, mutateRpm }: RateLimits): RatesBody => ({ readRpm, mutateRpm });

const rate = (key: 'readRpm' | 'mutateRpm'): Field<RatesBody> => ({
  ...property<RatesBody, typeof key>(key),
  label: words[key],
  hint: words.perCaller,
  control: { kind: 'number', min: 1, max: 10_000 },
  get: (body) => body[key],
});

export const ratesSections = (): readonly Section<RatesBody>[] => [
  { title: words.rates, fields: [rate('readRpm'), rate('mutateRpm')] },
];

export type UiBody = Pick<UiSettings, 'refresh' | 'linkExposure'>;
export const bodyOfUi = ({ refresh, linkExposure }: UiSettings): UiBody => ({ refresh, linkExposure });

const refresh = (key: keyof UiBody['refresh'], label: string): Field<UiBody> => ({
  path: `refresh.${key}`,
  label,
  hint: words.refreshHint,
  control: { kind: 'number', min: 10, max: 86_400 },
  get: (body) => body.refresh[key],
  set: (body, value) => ({ ...body, refresh: { ...body.refresh, [key]: value } }),
});
const link = (key: keyof UiBody['linkExposure'], label: string): Field<UiBody> => ({
  path: `linkExposure.${key}`,
  label,
  control: { kind: 'switch' },
  get: (body) => body.linkExposure[key],
  set: (body, value) => ({ ...body, linkExposure: { ...body.linkExposure, [key]: value === true } }),
});

export const uiSections = (): readonly Section<UiBody>[] => [
  {
    title: words.uiTitle,
    fields: [
      refresh('defaultSeconds', words.refreshDefault),
      refresh('minSeconds', words.refreshMin),
      refresh('maxSeconds', words.refreshMax),
      link('repository', words.linksRepository),
      link('runUrl', words.linksRun),
      link('serviceUrl', words.linksService),
    ],
  },
];

export type PlaneBody = Pick<PlaneModeSettings, 'mode' | 'admitWhenArtifactUnchecked'>;
export const bodyOfPlane = ({ mode, admitWhenArtifactUnchecked }: PlaneModeSettings): PlaneBody => ({
  mode,
  admitWhenArtifactUnchecked,
});

export const planeSections = (): readonly Section<PlaneBody>[] => [
  {
    title: words.modeTitle,
    fields: [
      {
        ...property<PlaneBody, 'mode'>('mode'),
        label: words.mode,
        hint: words.modeHint,
        control: {
          kind: 'choice',
          options: (['standard', 'evaluation'] as const).map((value) => ({ value, label: words.modes[value] })),
        },
        get: ({ mode }) => mode,
      },
      {
        ...property<PlaneBody, 'admitWhenArtifactUnchecked'>('admitWhenArtifactUnchecked'),
        label: words.admitUnchecked,
        hint: words.admitUncheckedHint,
        control: { kind: 'switch' },
        get: ({ admitWhenArtifactUnchecked }) => admitWhenArtifactUnchecked,
      },
    ],
  },
];
