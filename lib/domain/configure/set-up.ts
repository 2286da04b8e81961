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

/** Stores what is not there yet. Whatever was stored before stays, whatever the configuration has come to say. */
export const decideSetUp = ({ settings, publishers }: SetUpFacts, initial: InitialSettings, cause: Cause): Change => ({
  ...(settings ? {} : { settings: { before: undefined, after: settingsFrom(initial, cause) } }),
  ...(publishers ? {} : { publishers: { before: undefined, after: { entries: initial.publishers, revision: 1 } } }),
  audit: [
    auditEvent(cause, {
      type: 'ADMIN_CONFIG_CHANGE',
      subject: { targetType: 'Settings', targetId: 'initial' },
      outcome: 'SUCCESS',
      summary: 'Set the plane up as it is configured',
    }),
  ],
});

const settingsFrom = ({ mode, refresh, limits }: InitialSettings, { now }: Cause): PlaneSettings => ({
  mode,
  refresh,
  limits,
  linkExposure: { repository: true, runUrl: true, serviceUrl: true },
  createdAt: now,
  revision: 1,
});
