import { setTimeout as delay } from 'node:timers/promises';
import type { DeliveryGroup, EnvironmentBinding } from '../../lib/contract/delivery-group.ts';
import { Breach, Skipped } from './claims.ts';
import type { Suite } from './suite.ts';

/** Changes of the configuration that are put back when the check is over, whatever its end. */

const reason = 'Held to the governance contract';

/** What people set of a delivery group. */
const settingsOf = ({
  name,
  description,
  owners,
  services,
  allowedRecipes,
  environments,
  guardrails,
}: DeliveryGroup) => ({
  name,
  ...(description !== undefined && { description }),
  owners,
  services,
  allowedRecipes,
  environments,
  guardrails,
});

type GroupSettings = ReturnType<typeof settingsOf>;

const writeGroup = async ({ as }: Suite, groupId: string, change: (group: DeliveryGroup) => Partial<GroupSettings>) => {
  const { deliveryGroups } = as('admin');
  const group = await deliveryGroups.get({ params: { groupId } });
  const body = { ...settingsOf(group), ...change(group), revision: group.revision, reason };
  return { before: group, after: await deliveryGroups.update({ params: { groupId }, body }) };
};

/** Changes the own delivery group for the time of the check. */
export async function changeGroup(suite: Suite, change: (group: DeliveryGroup) => Partial<GroupSettings>) {
  const { group } = await suite.place();
  const changed = await writeGroup(suite, group.id, change);
  suite.undo(`Delivery group ${group.id} is not as it was`, async () => {
    await writeGroup(suite, group.id, () => settingsOf(changed.before));
  });
  return changed;
}

/** Changes what the own delivery group may do in the place, for the time of the check. */
export async function changeBinding(suite: Suite, change: (bound: EnvironmentBinding) => Partial<EnvironmentBinding>) {
  const { environment } = await suite.place();
  await changeGroup(suite, ({ environments }) => ({
    environments: environments.map((bound) => (bound.name === environment ? { ...bound, ...change(bound) } : bound)),
  }));
}

/** Switches changes off until the check is over. */
export async function switchOff(suite: Suite): Promise<void> {
  const { settings } = suite.as('admin');
  if ((await settings.killSwitch()).mutationsDisabled) throw new Skipped('Changes are switched off already');
  suite.undo('CHANGES ARE STILL SWITCHED OFF', () => switchOn(suite));
  await settings.setKillSwitch({ body: { mutationsDisabled: true, reason } });
}

export const switchOn = async (suite: Suite): Promise<void> =>
  void (await suite.as('admin').settings.setKillSwitch({ body: { mutationsDisabled: false, reason } }));

/** Lets nobody publish builds until the check is over. */
export async function removePublishers(suite: Suite): Promise<void> {
  const { settings } = suite.as('admin');
  const { entries, revision } = await settings.ciPublishers();
  suite.undo('The list of publishers is not as it was', async () => {
    const { revision: now } = await settings.ciPublishers();
    await settings.setCiPublishers({ body: { entries, revision: now, reason } });
  });
  await settings.setCiPublishers({ body: { entries: [], revision, reason } });
}

/** Lets everybody make so many changes a minute until the check is over. */
export async function limitChanges(suite: Suite, mutateRpm: number): Promise<void> {
  const { settings } = suite.as('admin');
  const before = await settings.rateLimits();
  suite.undo('The rate limits are not as they were', async () => {
    const { revision } = await settings.rateLimits();
    const { readRpm } = before;
    await settings.setRateLimits({ body: { readRpm, mutateRpm: before.mutateRpm, revision, reason } });
  });
  await settings.setRateLimits({ body: { readRpm: before.readRpm, mutateRpm, revision: before.revision, reason } });
}

const TRIES_EVERY_MS = 500;

/** Tries until it has come to something. Throws a Breach when that takes longer. */
export async function within<T>(seconds: number, claim: string, attempt: () => Promise<T | undefined>): Promise<T> {
  for (const until = Date.now() + seconds * 1000; ; ) {
    const result = await attempt();
    if (result !== undefined) return result;
    if (Date.now() > until) throw new Breach(`${claim} within ${seconds} s`);
    await delay(TRIES_EVERY_MS);
  }
}
