import type { CiPublishers, KillSwitchState } from '../../contract/settings.ts';
import { auditEvent, type Cause } from '../audit.ts';
import type { KillSwitch } from '../records.ts';
import type { PlaneSettings, Publishers, SettingsPart, SettingsStamp } from '../settings.ts';
import { adminEvent, type Decision, difference, nameOf, overtaken, refused } from './decision.ts';
import { renewalOf } from './renewal.ts';

/** The values of a part, as people set them. */
export type PartValues = Partial<
  Pick<PlaneSettings, 'limits' | 'refresh' | 'linkExposure' | 'mode' | 'admitWhenArtifactUnchecked'>
>;

type Seen = { readonly revision: number; readonly reason: string };

const words: Readonly<Record<SettingsPart, string>> = {
  rateLimits: 'rate limits',
  ui: 'settings of the web UI',
  plane: 'settings of the plane',
};

/** When and by whom a part was last changed; since the plane was set up, if nobody did. */
export const stampOf = ({ parts, createdAt }: PlaneSettings, part: SettingsPart): SettingsStamp =>
  parts?.[part] ?? { revision: 1, updatedAt: createdAt, updatedBy: 'configuration' };

const nextOf = (revision: number, cause: Cause, reason: string): SettingsStamp => ({
  revision: revision + 1,
  updatedAt: cause.now,
  updatedBy: nameOf(cause),
  lastChangeReason: reason,
});

type PartChange = Seen & { readonly part: SettingsPart; readonly values: PartValues };
type SettingsFacts = {
  /** As stored; `undefined` before anybody changed anything, when `inForce` is what the plane begins with. */
  readonly stored: PlaneSettings | undefined;
  readonly inForce: PlaneSettings;
  readonly killSwitch: KillSwitch | undefined;
  /** All there are. */
  readonly groups: readonly string[];
};

export const decideSettings = (
  { stored, inForce, killSwitch, groups }: SettingsFacts,
  { part, values, revision, reason }: PartChange,
  cause: Cause,
): Decision<PlaneSettings> => {
  const stamp = stampOf(inForce, part);
  if (revision !== stamp.revision) {
    return overtaken(words[part], { now: stamp.revision, seen: revision, by: stamp.updatedBy });
  }
  const set = { ...inForce, ...values };
  if (difference(inForce, set).fields.length === 0) return { admitted: true, body: inForce, change: {} };
  const next = nextOf(stamp.revision, cause, reason);
  const after: PlaneSettings = {
    ...set,
    createdAt: stored?.createdAt ?? cause.now,
    revision: inForce.revision + 1,
    parts: { ...inForce.parts, [part]: next },
  };
  const subject = { targetType: 'Settings', targetId: part };
  const told = {
    type: 'ADMIN_CONFIG_CHANGE',
    subject,
    what: words[part],
    before: inForce,
    after: set,
    revision: next.revision,
    reason,
  } as const;
  return {
    admitted: true,
    body: after,
    change: {
      settings: { before: stored, after },
      // Every admission depends on the mode.
      ...(part === 'plane' ? renewalOf(groups, killSwitch) : {}),
      audit: [adminEvent(cause, told)],
    },
  };
};

export const viewPublishers = (publishers: Publishers | undefined, createdAt: string): CiPublishers => ({
  updatedAt: createdAt,
  updatedBy: 'configuration',
  revision: 1,
  ...publishers,
  entries: (publishers?.entries ?? []).map(({ name, provider, match }) => ({ name, provider, match: copyOf(match) })),
});

/** The same, with lists that are nobody else's. */
const copyOf = (match: Publishers['entries'][number]['match']): CiPublishers['entries'][number]['match'] =>
  'accountId' in match
    ? { ...match }
    : Object.fromEntries(Object.entries(match).flatMap(([name, values]) => (values ? [[name, [...values]]] : [])));

/** Whoever is not listed any more is not let in any more. */
export const decidePublishers = (
  { stored, createdAt }: { readonly stored: Publishers | undefined; readonly createdAt: string },
  { entries, revision, reason }: Seen & { readonly entries: Publishers['entries'] },
  cause: Cause,
): Decision<CiPublishers> => {
  const before = viewPublishers(stored, createdAt);
  if (revision !== before.revision) {
    return overtaken('list of publishers', { now: before.revision, seen: revision, by: before.updatedBy });
  }
  if (difference({ entries: before.entries }, { entries }).fields.length === 0) {
    return { admitted: true, body: before, change: {} };
  }
  const after: Publishers = { entries, ...nextOf(before.revision, cause, reason) };
  const subject = { targetType: 'Settings', targetId: 'ciPublishers' };
  const audit = adminEvent(cause, {
    type: 'ADMIN_CONFIG_CHANGE',
    subject,
    what: 'list of publishers',
    before: { entries: before.entries },
    after: { entries },
    revision: after.revision,
    reason,
  });
  return {
    admitted: true,
    body: viewPublishers(after, createdAt),
    change: { publishers: { before: stored, after }, audit: [audit] },
  };
};

export const viewKillSwitch = (killSwitch: KillSwitch | undefined): KillSwitchState => {
  const { mutationsDisabled, reason, since, updatedBy, epoch } = killSwitch ?? { mutationsDisabled: false, epoch: 0 };
  return {
    mutationsDisabled,
    revision: epoch + 1,
    ...(reason === undefined ? {} : { reason }),
    ...(since === undefined ? {} : { since }),
    ...(updatedBy === undefined ? {} : { updatedBy }),
  };
};

type Turn = {
  readonly mutationsDisabled: boolean;
  readonly reason: string;
  /** As it was seen; only lifting looks at it. */
  readonly revision?: number | undefined;
};

/**
 * The master row; whoever decides this sees to the guard rows before it is answered. A stop is lifted by who knows of it:
 * one that somebody else made for another reason meanwhile stays. Nothing stands in the way of stopping.
 */
export const decideKillSwitch = (
  before: KillSwitch | undefined,
  { mutationsDisabled, reason, revision }: Turn,
  cause: Cause,
): Decision<KillSwitchState> => {
  const now = viewKillSwitch(before);
  if (!mutationsDisabled && revision !== undefined && revision !== now.revision) return turnedSince(now, revision);
  const turned = mutationsDisabled !== (before?.mutationsDisabled ?? false);
  const since = turned ? cause.now : before?.since;
  const after: KillSwitch = {
    mutationsDisabled,
    reason,
    ...(since === undefined ? {} : { since }),
    epoch: (before?.epoch ?? 0) + 1,
    updatedBy: nameOf(cause),
  };
  const is = viewKillSwitch(after);
  const { fields: _, ...changed } = difference(now, is);
  const told = auditEvent(cause, {
    type: 'ADMIN_CONFIG_CHANGE',
    subject: { targetType: 'Settings', targetId: 'killSwitch' },
    outcome: 'SUCCESS',
    summary: mutationsDisabled ? 'Switched changes off' : 'Switched changes on',
    reason,
  });
  return {
    admitted: true,
    body: is,
    change: { killSwitch: { before, after }, audit: [{ ...told, revision: is.revision, ...changed }] },
  };
};

const turnedSince = (now: KillSwitchState, seen: number): Decision<never> => {
  const { mutationsDisabled, revision, reason, updatedBy } = now;
  const why = reason === undefined ? '' : `: ${reason}`;
  return refused({
    code: 'REVISION_CONFLICT',
    message: `Changes were switched ${mutationsDisabled ? 'off' : 'on'} meanwhile by ${updatedBy ?? 'somebody else'}${why}`,
    hint: `Ask whether that is over too, then send revision ${revision}.`,
    facts: {
      revision,
      seen,
      ...(updatedBy === undefined ? {} : { updatedBy }),
      ...(reason === undefined ? {} : { reason }),
    },
  });
};
