import {
  deliveryGroupOf,
  environmentOf,
  recipeOf,
  serviceOf,
  settingsOf,
} from '../../lib/adapters/dynamodb/documents.ts';
import * as key from '../../lib/adapters/dynamodb/keys.ts';
import { thingOf } from '../../lib/adapters/dynamodb/things.ts';
import type { TimelineType } from '../../lib/contract/timeline.ts';
import { admittedWithin } from '../../lib/domain/invariants/admitted.ts';
import type { Check, Violation } from '../../lib/domain/invariants/invariant.ts';
import { judge } from '../../lib/domain/invariants/invariants.ts';
import type { Stored } from '../../lib/domain/invariants/stored.ts';
import { unchanged } from '../../lib/domain/invariants/unchanged.ts';
import type { DeploymentRecord } from '../../lib/domain/records.ts';
import type { StoredThing } from '../../lib/ports/inventory.ts';
import { collected } from '../../lib/usecases/collect.ts';
import type { PlainItem } from './attributes.ts';
import { simulatedTools } from './sealing.ts';
import type { ItemChange } from './table.ts';

/** Something went wrong: which invariant, and what it says. */
export class Broken extends Error {
  override readonly name = 'Broken';
  readonly invariant: string;
  constructor(invariant: string, sentence: string) {
    super(sentence);
    this.invariant = invariant;
  }
}

const once: ReadonlySet<TimelineType> = new Set([
  'INTENT_SUBMITTED',
  'POLICY_PASSED',
  'QUOTA_CLAIMED',
  'ENGINE_ACCEPTED',
  'ENGINE_FINISHED',
  'SLOT_RELEASED',
  'STALLED',
]);

/** What was written once stays as it is. */
const appended: ReadonlySet<StoredThing['kind']> = new Set(['timeline', 'audit', 'build', 'seal', 'sealed']);

export type Witness = ReturnType<typeof openWitness>;

type Hooks = {
  /** Anything else was written. */
  readonly onThing: (before: StoredThing | undefined, after: StoredThing) => void;
  readonly seen: (what: string) => void;
  /** A record was created, or became its next version. */
  readonly onRecord: (before: DeploymentRecord | undefined, after: DeploymentRecord) => void;
};

/** Sees every write, keeps all that is stored beside the table, and holds each write to what it may do. */
export const openWitness = ({ seen, onRecord, onThing }: Hooks) => {
  const items = new Map<string, PlainItem>();
  const things = new Map<string, StoredThing>();
  const broken: Broken[] = [];
  const told = new Set<string>();

  const hold = (invariant: string, checks: Iterable<Check>): void => {
    for (const check of checks) if (check !== true) report(invariant, check);
  };
  const report = (invariant: string, { sentence }: Violation): void =>
    void broken.push(new Broken(invariant, sentence));

  const itemAt = ({ pk, sk }: key.Key): PlainItem | undefined => items.get(`${pk}\n${sk}`);
  const readAt = <Value>(at: key.Key, parse: (item: PlainItem) => Value): Value | undefined => {
    const item = itemAt(at);
    return item && parse(item);
  };

  const thingAt = <Kind extends StoredThing['kind']>(kind: Kind, at: key.Key) => {
    const thing = things.get(`${at.pk}\n${at.sk}`);
    return thing?.kind === kind ? (thing as Extract<StoredThing, { readonly kind: Kind }>) : undefined;
  };

  const recordOf = (id: string): DeploymentRecord | undefined => thingAt('deployment', key.deploymentKey(id))?.value;

  const put = ({ before, after }: ItemChange): StoredThing | undefined => {
    const item = after ?? before;
    const name = `${String(item?.pk)}\n${String(item?.sk)}`;
    if (after) items.set(name, after);
    else items.delete(name);
    const thing = after && thingOf(after, simulatedTools);
    if (thing) things.set(name, thing);
    else things.delete(name);
    return thing;
  };

  /** What happens once is told once. */
  const tell = ({ deploymentId, entries }: Extract<StoredThing, { readonly kind: 'timeline' }>): void => {
    for (const { type } of entries) {
      seen(`timeline · ${type}`);
      const name = `${deploymentId} ${type}`;
      if (once.has(type) && told.has(name)) {
        report('timelines', { about: [], sentence: `The timeline of ${deploymentId} tells ${type} twice` });
      }
      told.add(name);
    }
  };

  const mayChange = ({ before, after }: ItemChange): boolean => {
    const kind = before && thingOf(before, simulatedTools).kind;
    if (kind === 'deployment') return after !== undefined;
    return kind === undefined || !appended.has(kind);
  };

  const inForce = (record: DeploymentRecord) => {
    const { deliveryGroupId, environment, service, version, recipeId, quota } = record;
    const place = { deliveryGroupId, environment };
    return {
      group: readAt(key.deliveryGroupKey(deliveryGroupId), deliveryGroupOf),
      service: readAt(key.serviceKey(service), serviceOf),
      environment: readAt(key.environmentKey(environment), environmentOf),
      recipe: readAt(key.recipeKey(recipeId), recipeOf),
      build: thingAt('build', key.buildKey({ service, version }))?.value,
      guard: thingAt('guard', key.guardKey(deliveryGroupId))?.value,
      mode: readAt(key.planeKey('settings'), settingsOf)?.mode ?? 'standard',
      held: thingAt('slots', key.slotsKey(place))?.holders.length ?? 0,
      used: thingAt('quota', key.quotaKey({ ...place, day: quota.day, kind: quota.kind }))?.used ?? 0,
    };
  };

  const takeRecord = (before: DeploymentRecord | undefined, after: DeploymentRecord): void => {
    seen(`state · ${before?.state ?? 'new'} → ${after.state}`);
    if (before) hold('unchanged', unchanged(before, after));
    else hold('admitted', admittedWithin(after, inForce(after)));
    onRecord(before, after);
  };

  return {
    broken,
    report,
    recordOf,
    readAt,
    thingAt,
    things: (): Iterable<StoredThing> => things.values(),
    stored: (): Stored => collected(things.values()),

    /** Takes one transaction in. */
    take: (changes: readonly ItemChange[]): void => {
      for (const change of changes) {
        if (!mayChange(change))
          report('append-only', { about: [], sentence: `${String(change.before?.pk)} was rewritten` });
      }
      const put_ = changes.map((change) => ({ change, thing: put(change) }));
      for (const { change, thing } of put_) {
        if (thing?.kind === 'audit') seen(`audit · ${thing.value.eventType}`);
        if (thing?.kind === 'timeline') tell(thing);
        if (thing?.kind === 'breaker') seen(`breaker · ${thing.value.state}`);
        if (thing?.kind === 'seal')
          seen(
            `seal · ${thing.value.header.late > 0 ? 'with what came late' : thing.value.header.count > 0 ? 'of events' : 'of nothing'}`,
          );
        if (!thing) continue;
        const before = change.before && thingOf(change.before, simulatedTools);
        if (thing.kind !== 'deployment') onThing(before, thing);
        if (thing.kind !== 'deployment') continue;
        takeRecord(before?.kind === 'deployment' ? before.value : undefined, thing.value);
      }
    },

    /** All invariants of what is stored; those of `not` are another time's. */
    judge: (now: Date, not: ReadonlySet<string>): void => {
      for (const { id, violations } of judge(collected(things.values()), now)) {
        if (!not.has(id)) for (const violation of violations) report(id, violation);
      }
    },
  };
};
