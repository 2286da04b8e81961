import type {
  CiPublishers,
  KillSwitchState,
  PlaneModeSettings,
  RateLimits,
  UiSettings,
} from '../../contract/settings.ts';
import { decideKillSwitch, decidePublishers, decideSettings } from '../../domain/configure/decide-settings.ts';
import type { PlaneSettings } from '../../domain/settings.ts';
import { settingsDefault } from '../admission-facts.ts';
import type { MutationRequest } from '../operation.ts';
import type { Result } from '../result.ts';
import { type Configures, configure } from './configure.ts';
import { type Mode, type Part, planePart, rateLimitsPart, uiPart } from './settings-parts.ts';

type Seen = { readonly revision: number; readonly reason: string };
type Asked<Values> = MutationRequest<{ readonly body: Values & Seen }>;

const setPart = async <Values, View extends object>(
  world: Configures,
  request: Asked<Values>,
  { part, valuesOf, view, ...following }: Part<Values, View> & { readonly mayMoveMaster?: true },
): Promise<Result<View>> =>
  configure(world, request, {
    status: 200,
    ...following,
    load: async (_, keys) => {
      const read = await world.store.read({ settings: 'plane', groupRegistry: 'plane', ...keys });
      const { settings: stored, groupRegistry, ...preconditions } = read;
      return { stored, inForce: stored ?? settingsDefault, groups: groupRegistry?.ids ?? [], ...preconditions };
    },
    decide: (facts, { body }, cause) => {
      const { revision, reason } = body;
      const decided = decideSettings(facts, { part, values: valuesOf(body), revision, reason }, cause);
      return decided.admitted ? { ...decided, body: view(decided.body) } : decided;
    },
  });

export const setRateLimits = (
  world: Configures,
  request: Asked<PlaneSettings['limits']>,
): Promise<Result<RateLimits>> => setPart(world, request, rateLimitsPart);

export const setUi = (
  world: Configures,
  request: Asked<Pick<PlaneSettings, 'refresh' | 'linkExposure'>>,
): Promise<Result<UiSettings>> => setPart(world, request, uiPart);

export const setPlane = (world: Configures, request: Asked<Mode>): Promise<Result<PlaneModeSettings>> =>
  setPart(world, request, { ...planePart, mayMoveMaster: true });

export const setCiPublishers = (
  world: Configures,
  request: Asked<Pick<CiPublishers, 'entries'>>,
): Promise<Result<CiPublishers>> =>
  configure(world, request, {
    status: 200,
    load: async (_, keys) => {
      const read = await world.store.read({ publishers: 'plane', settings: 'plane', ...keys });
      const { publishers: stored, settings, ...preconditions } = read;
      return { stored, createdAt: (settings ?? settingsDefault).createdAt, ...preconditions };
    },
    decide: (facts, { body }, cause) => decidePublishers(facts, body, cause),
  });

type Turn = {
  readonly body: {
    readonly mutationsDisabled: boolean;
    readonly reason: string;
    readonly revision?: number | undefined;
  };
};

/** Answers only when every delivery group has followed: from then on nothing is admitted anywhere. */
export const setKillSwitch = (world: Configures, request: MutationRequest<Turn>): Promise<Result<KillSwitchState>> =>
  configure(world, request, {
    status: 200,
    exemptFromKillSwitch: true,
    mayMoveMaster: true,
    load: (_, keys) => world.store.read(keys),
    decide: ({ killSwitch }, { body }, cause) => decideKillSwitch(killSwitch, body, cause),
  });
