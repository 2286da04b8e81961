import { permissions, type Role } from '../../contract/actor.ts';
import { engineDefault } from '../../contract/engines.ts';
import type { PublicSettings, Sanity, WhoAmI } from '../../contract/plane.ts';
import { ratesIn } from '../../domain/limits.ts';
import { owns } from '../../domain/ownership.ts';
import { publisherOf } from '../../domain/publishers.ts';
import type { Caller } from '../../domain/records.ts';
import type { Probe } from '../../ports/world.ts';
import { settingsDefault } from '../admission-facts.ts';
import { answer, type Result } from '../result.ts';
import type { World } from '../world.ts';
import { allGroups } from './scope.ts';

/** Who the caller is here, and what follows from it. */
export const whoAmI = async ({ store }: Pick<World, 'store'>, caller: Caller): Promise<Result<WhoAmI>> => {
  const [groups, { publishers }] = await Promise.all([allGroups(store), store.read({ publishers: 'plane' })]);
  const groupsOwned = groups.filter((group) => owns(caller, group)).map((group) => group.id);
  const publisher = holds(caller, permissions.ci) ? publisherOf(caller, publishers?.entries ?? []) : undefined;
  const { identity: _identity, ...actor } = caller;
  return answer({
    actor: { ...actor, ...(publisher ? { publisher: publisher.name } : {}) },
    groupsOwned,
    can: {
      read: holds(caller, permissions.read),
      deploy: caller.role === 'PLATFORM_ADMIN' || (holds(caller, permissions.deploy) && groupsOwned.length > 0),
      publishBuilds: publisher !== undefined,
      administer: holds(caller, permissions.admin),
    },
  });
};

const holds = ({ role }: Caller, roles: readonly Role[]): boolean => role !== undefined && roles.includes(role);

/** What every client may know of the plane, the state of its engine included: one round trip. */
export const publicSettings = async ({
  store,
  abilitiesOf,
}: Pick<World, 'store' | 'abilitiesOf'>): Promise<Result<PublicSettings>> => {
  const found = await store.read({ settings: 'plane', killSwitch: 'plane', breaker: 'plane', pulse: 'plane' });
  const { settings, killSwitch, breaker, pulse } = found;
  const { refresh, mode, limits, linkExposure } = settings ?? settingsDefault;
  const disabled = killSwitch?.mutationsDisabled ?? false;
  const unavailable = breaker?.state === 'open' ? { unavailableSince: breaker.since } : {};
  return answer({
    refresh,
    mode,
    // Those in force: the mode may allow less than was configured.
    limits: ratesIn({ mode, limits }),
    linkExposure,
    mutationsDisabled: disabled,
    ...(disabled && killSwitch?.reason !== undefined ? { mutationsDisabledReason: killSwitch.reason } : {}),
    ...(disabled && killSwitch?.since !== undefined ? { mutationsDisabledSince: killSwitch.since } : {}),
    ...(disabled && killSwitch?.updatedBy !== undefined ? { mutationsDisabledBy: killSwitch.updatedBy } : {}),
    engine: {
      available: breaker?.state !== 'open',
      ...unavailable,
      abilities: abilitiesOf(pulse?.engineType ?? engineDefault),
    },
  });
};

const PROBE_SECONDS = 5;

/** Looks at everything at once; a probe that throws or hangs is a check that failed. Hints are for admins. */
export const sanity = async (probes: readonly Probe[], caller: Caller): Promise<Result<Sanity>> => {
  const checks = await Promise.all(probes.map(runProbe));
  const visible = checks.map(({ hint, ...check }) =>
    caller.role === 'PLATFORM_ADMIN' && hint !== undefined ? { ...check, hint } : check,
  );
  return answer({ ok: checks.every((check) => check.ok), checks: visible });
};

const runProbe = async ({ name, check }: Probe) => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('No answer in time')), PROBE_SECONDS * 1000);
  try {
    return { name, ...(await Promise.race([check(), late])) };
  } catch (fault) {
    return {
      name,
      ok: false,
      detail: 'It could not be looked at',
      hint: fault instanceof Error ? fault.message : String(fault),
    };
  } finally {
    clearTimeout(timer);
  }
};
