import type { InitialParameters } from '../../contract/configuration.ts';
import { auditEvent, type Cause } from '../audit.ts';
import type { Change } from '../change.ts';
import type { InitialSettings, PlaneSettings, Publishers } from '../settings.ts';

/** Bounds that exclude each other are widened; the default stays within them. */
export const initialSettingsOf = (values: InitialParameters): InitialSettings => {
  const minSeconds = values['/ui/min_refresh_seconds'];
  const maxSeconds = Math.max(minSeconds, values['/ui/max_refresh_seconds']);
  const defaultSeconds = Math.min(maxSeconds, Math.max(minSeconds, values['/ui/default_refresh_seconds']));
  return {
    mode: values['/governance/mode'],
    limits: { readRpm: values['/governance/read_rpm'], mutateRpm: values['/governance/mutate_rpm'] },
    refresh: { defaultSeconds, minSeconds, maxSeconds },
    publishers: values['/governance/ci_publishers'],
  };
};

/** As stored; nothing was ever stored of what is `undefined`. */
export type SetUpFacts = {
  readonly settings: PlaneSettings | undefined;
  readonly publishers: Publishers | undefined;
};

/** Whether the configuration was taken over. */
export const isSetUp = ({ settings, publishers }: SetUpFacts): boolean =>
  settings?.setUpAt !== undefined && publishers !== undefined;

/** Takes over what is configured of all that no admin has set yet. */
export const decideSetUp = ({ settings, publishers }: SetUpFacts, initial: InitialSettings, cause: Cause): Change => {
  const unset = settings?.setUpAt === undefined ? unsetOf(settings, initial) : undefined;
  const taken = { ...unset, ...(publishers ? {} : { publishers: initial.publishers }) };
  return {
    ...(unset && { settings: { before: settings, after: { ...completed(settings, initial, cause), ...unset } } }),
    ...(publishers ? {} : { publishers: { before: undefined, after: { entries: initial.publishers, revision: 1 } } }),
    audit: [
      {
        ...auditEvent(cause, { ...event, summary: `${verb}: ${Object.keys(taken).join(', ')}` }),
        after: taken,
        revision: 1,
      },
    ],
  };
};

const verb = 'Set the plane up as it is configured';
const event = {
  type: 'ADMIN_CONFIG_CHANGE',
  subject: { targetType: 'Settings', targetId: 'initial' },
  outcome: 'SUCCESS',
} as const;

/** The parts that nobody has changed. */
const unsetOf = (settings: PlaneSettings | undefined, { mode, refresh, limits }: InitialSettings) => ({
  ...(settings?.parts?.plane ? {} : { mode }),
  ...(settings?.parts?.ui ? {} : { refresh }),
  ...(settings?.parts?.rateLimits ? {} : { limits }),
});

const completed = (
  settings: PlaneSettings | undefined,
  { publishers: _, ...initial }: InitialSettings,
  { now }: Cause,
): PlaneSettings => ({
  ...initial,
  linkExposure: { repository: true, runUrl: true, serviceUrl: true },
  createdAt: now,
  ...settings,
  setUpAt: now,
  revision: (settings?.revision ?? 0) + 1,
});
