import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ProblemError } from '../../lib/contract/client.ts';
import type { DeliveryGroup, EnvironmentBinding } from '../../lib/contract/delivery-group.ts';
import type { NewEnvironment } from '../../lib/contract/environment.ts';
import type { CiPublishers, KillSwitchState, PlaneModeSettings, RateLimits } from '../../lib/contract/settings.ts';
import { type Changing, changeFor, reason } from './changing.ts';
import { Breach, Skipped } from './claims.ts';
import { settable } from './settable.ts';
import type { Suite } from './suite.ts';

/** Changes of the configuration that are put back when the check is over, whatever its end. */

type GroupSettings = ReturnType<typeof settable.deliveryGroup<DeliveryGroup>>;

/** The own delivery group. */
export async function ownGroup(suite: Suite): Promise<Changing<DeliveryGroup, GroupSettings>> {
  const { id: groupId } = (await suite.place()).group;
  const { deliveryGroups } = suite.as('admin');
  const params = { groupId };
  return {
    what: `Delivery group ${groupId}`,
    read: () => deliveryGroups.get({ params }),
    settingsOf: settable.deliveryGroup,
    write: (body) => deliveryGroups.update({ params, body }),
  };
}

/** Changes the own delivery group for the time of the check. */
export const changeGroup = async (suite: Suite, change: (group: DeliveryGroup) => Partial<GroupSettings>) =>
  changeFor(suite, await ownGroup(suite), change);

/** Changes what the own delivery group may do in the place, for the time of the check. */
export async function changeBinding(suite: Suite, change: (bound: EnvironmentBinding) => Partial<EnvironmentBinding>) {
  const { environment } = await suite.place();
  await changeGroup(suite, ({ environments }) => ({
    environments: environments.map((bound) => (bound.name === environment ? { ...bound, ...change(bound) } : bound)),
  }));
}

/** Switches changes off until the check is over. Who has switched them off for another reason meanwhile, meant it. */
export async function switchOff(suite: Suite): Promise<KillSwitchState> {
  const { settings } = suite.as('admin');
  if ((await settings.killSwitch()).mutationsDisabled) throw new Skipped('Changes are switched off already');
  suite.undo('CHANGES ARE STILL SWITCHED OFF', async () => {
    const now = await settings.killSwitch();
    if (!now.mutationsDisabled) return;
    if ((now.reason ?? reason) !== reason) throw new Error(`by ${now.updatedBy}, who says: ${now.reason}`);
    await switchOn(suite, now);
  });
  return settings.setKillSwitch({ body: { mutationsDisabled: true, reason } });
}

/** Lifts the stop that was seen, and no other. */
export const switchOn = async (suite: Suite, { revision }: Pick<KillSwitchState, 'revision'>): Promise<void> =>
  void (await suite.as('admin').settings.setKillSwitch({ body: { mutationsDisabled: false, revision, reason } }));

/** Lets nobody publish builds until the check is over. */
export async function removePublishers(suite: Suite): Promise<void> {
  const { settings } = suite.as('admin');
  const changing = {
    what: 'The list of publishers',
    read: () => settings.ciPublishers(),
    settingsOf: settable.ciPublishers<CiPublishers>,
    write: (body: Parameters<typeof settings.setCiPublishers>[0]['body']) => settings.setCiPublishers({ body }),
  };
  await changeFor(suite, changing, () => ({ entries: [] }));
}

/** Lets everybody ask so many times a minute until the check is over. */
export async function limitRates(suite: Suite, limits: { readRpm?: number; mutateRpm?: number }): Promise<void> {
  const { settings } = suite.as('admin');
  const changing = {
    what: 'The rate limits',
    read: () => settings.rateLimits(),
    settingsOf: settable.rateLimits<RateLimits>,
    write: (body: Parameters<typeof settings.setRateLimits>[0]['body']) => settings.setRateLimits({ body }),
  };
  await changeFor(suite, changing, () => limits);
}

/** Has the plane in evaluation mode until the check is over. */
export async function evaluate(suite: Suite): Promise<void> {
  const { settings } = suite.as('admin');
  const changing = {
    what: 'The mode of the plane',
    read: () => settings.plane(),
    settingsOf: settable.plane<PlaneModeSettings>,
    write: (body: Parameters<typeof settings.setPlane>[0]['body']) => settings.setPlane({ body }),
  };
  await changeFor(suite, changing, () => ({ mode: 'evaluation' as const }));
}

/** An environment that is nobody's, to be added by the check; what is there of it in the end is deleted. */
export function newEnvironment(suite: Suite): NewEnvironment {
  const name = `conformance-${randomUUID().slice(0, 8)}`;
  const params = { environment: name };
  const { environments } = suite.as('admin');
  suite.undo(`Environment ${name} is still there`, async () => {
    const found = await environments.get({ params }).catch(unlessGone);
    if (found) await environments.delete({ params, query: { revision: found.revision, reason } });
  });
  return { name, displayName: 'Held to the governance contract', type: 'non_prod', lifecycle: 'disabled' };
}

const unlessGone = (error: unknown): undefined => {
  if (!(error instanceof ProblemError && error.status === 404)) throw error;
};

const TRIES_EVERY_MS = 500;

/** Tries until it has come to something; answers nothing when that takes longer. */
export async function soon<T>(seconds: number, attempt: () => Promise<T | undefined>): Promise<T | undefined> {
  for (const until = Date.now() + seconds * 1000; ; ) {
    const result = await attempt();
    if (result !== undefined || Date.now() > until) return result;
    await delay(TRIES_EVERY_MS);
  }
}

/** Tries until it has come to something. Throws a Breach when that takes longer. */
export async function within<T>(seconds: number, claim: string, attempt: () => Promise<T | undefined>): Promise<T> {
  const result = await soon(seconds, attempt);
  if (result === undefined) throw new Breach(`${claim} within ${seconds} s`);
  return result;
}
