import type {
  CiPublishers,
  KillSwitchState,
  PlaneModeSettings,
  RateLimits,
  UiSettings,
} from '../../contract/settings.ts';
import { viewKillSwitch, viewPublishers } from '../../domain/configure/decide-settings.ts';
import type { PlaneSettings } from '../../domain/settings.ts';
import { settingsDefault } from '../admission-facts.ts';
import { planePart, rateLimitsPart, uiPart } from '../configure/settings-parts.ts';
import { answer, type Result } from '../result.ts';
import type { World } from '../world.ts';

type Reads = Pick<World, 'store'>;

/** What admins set, as it is in force now; each part with the revision that a change has to name. */
const readPart = async <View>({ store }: Reads, view: (settings: PlaneSettings) => View): Promise<Result<View>> =>
  answer(view((await store.read({ settings: 'plane' })).settings ?? settingsDefault));

export const getRateLimits = (world: Reads): Promise<Result<RateLimits>> => readPart(world, rateLimitsPart.view);
export const getUi = (world: Reads): Promise<Result<UiSettings>> => readPart(world, uiPart.view);
export const getPlane = (world: Reads): Promise<Result<PlaneModeSettings>> => readPart(world, planePart.view);

export const getCiPublishers = async ({ store }: Reads): Promise<Result<CiPublishers>> => {
  const { publishers, settings } = await store.read({ publishers: 'plane', settings: 'plane' });
  return answer(viewPublishers(publishers, (settings ?? settingsDefault).createdAt));
};

export const getKillSwitch = async ({ store }: Reads): Promise<Result<KillSwitchState>> =>
  answer(viewKillSwitch((await store.read({ killSwitch: 'plane' })).killSwitch));
