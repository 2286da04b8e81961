import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { DeliveryGroup, EnvironmentBinding } from '../../lib/contract/delivery-group.ts';
import type { CiPublishers, RateLimits } from '../../lib/contract/settings.ts';
import { Breach, Skipped } from './claims.ts';
import { settable } from './settable.ts';
import type { Suite } from './suite.ts';

/** Changes of the configuration that are put back when the check is over, whatever its end. */

const reason = 'Held to the governance contract';

type Revisioned = { readonly revision: number };

/** An object of the configuration: what of it is set, and how it is read and written. */
type Changing<Read extends Revisioned, Settings extends object> = {
  /** As the report calls it when it cannot be put back. */
  readonly what: string;
  readonly read: () => Promise<Read>;
  readonly settingsOf: (read: Read) => Settings;
  readonly write: (body: Settings & { revision: number; reason: string }) => Promise<Read>;
};

const isSame = (one: object, other: object): boolean => isDeepStrictEqual(sent(one), sent(other));
/** As it is once it has travelled: without what is undefined. */
const sent = (value: object): unknown => JSON.parse(JSON.stringify(value));

/**
 * Changes an object for the time of the check. How to put it back is known before it is written, so that an answer that
 * is lost leaves nothing behind; what somebody else has written since is theirs, and stays.
 */
export async function changeFor<Read extends Revisioned, Settings extends object>(
  suite: Suite,
  { what, read, settingsOf, write }: Changing<Read, Settings>,
  change: (before: Read) => Partial<Settings>,
): Promise<{ readonly before: Read; readonly after: Read }> {
  const { written, undo } = suite;
  const before = await read();
  const was = settingsOf(before);
  let own: Settings = { ...was, ...change(before) };
  undo(`${what} is not as it was`, async () => {
    const now = await read();
    if (isSame(settingsOf(now), was)) return;
    const isOwn = now.revision === written.get(what) && isSame(settingsOf(now), own);
    if (!isOwn) throw new Error(`somebody else has changed it: its revision ${now.revision} stays`);
    written.set(what, (await write({ ...was, revision: now.revision, reason })).revision);
  });
  written.set(what, before.revision + 1);
  const after = await write({ ...own, revision: before.revision, reason });
  written.set(what, after.revision);
  own = settingsOf(after);
  return { before, after };
}

type GroupSettings = ReturnType<typeof settable.deliveryGroup<DeliveryGroup>>;

/** Changes the own delivery group for the time of the check. */
export async function changeGroup(suite: Suite, change: (group: DeliveryGroup) => Partial<GroupSettings>) {
  const { id: groupId } = (await suite.place()).group;
  const { deliveryGroups } = suite.as('admin');
  const params = { groupId };
  const changing: Changing<DeliveryGroup, GroupSettings> = {
    what: `Delivery group ${groupId}`,
    read: () => deliveryGroups.get({ params }),
    settingsOf: settable.deliveryGroup,
    write: (body) => deliveryGroups.update({ params, body }),
  };
  return changeFor(suite, changing, change);
}

/** Changes what the own delivery group may do in the place, for the time of the check. */
export async function changeBinding(suite: Suite, change: (bound: EnvironmentBinding) => Partial<EnvironmentBinding>) {
  const { environment } = await suite.place();
  await changeGroup(suite, ({ environments }) => ({
    environments: environments.map((bound) => (bound.name === environment ? { ...bound, ...change(bound) } : bound)),
  }));
}

/** Switches changes off until the check is over. Who has switched them off for another reason meanwhile, meant it. */
export async function switchOff(suite: Suite): Promise<void> {
  const { settings } = suite.as('admin');
  if ((await settings.killSwitch()).mutationsDisabled) throw new Skipped('Changes are switched off already');
  suite.undo('CHANGES ARE STILL SWITCHED OFF', async () => {
    const now = await settings.killSwitch();
    if (!now.mutationsDisabled) return;
    if ((now.reason ?? reason) !== reason) throw new Error(`by ${now.updatedBy}, who says: ${now.reason}`);
    await switchOn(suite);
  });
  await settings.setKillSwitch({ body: { mutationsDisabled: true, reason } });
}

export const switchOn = async (suite: Suite): Promise<void> =>
  void (await suite.as('admin').settings.setKillSwitch({ body: { mutationsDisabled: false, reason } }));

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

/** Lets everybody make so many changes a minute until the check is over. */
export async function limitChanges(suite: Suite, mutateRpm: number): Promise<void> {
  const { settings } = suite.as('admin');
  const changing = {
    what: 'The rate limits',
    read: () => settings.rateLimits(),
    settingsOf: settable.rateLimits<RateLimits>,
    write: (body: Parameters<typeof settings.setRateLimits>[0]['body']) => settings.setRateLimits({ body }),
  };
  await changeFor(suite, changing, () => ({ mutateRpm }));
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
