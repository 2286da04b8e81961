import { describe, expect, test } from 'vitest';
import { judge } from '../../../lib/domain/invariants/invariants.ts';
import type { KeptDeployment, KeptEvent, Stored } from '../../../lib/domain/invariants/stored.ts';
import type { Lane } from '../../../lib/domain/records.ts';
import { whole } from './kept.ts';

/** The last of all that happened in it. */
export const nowOfWhole = new Date('2026-11-21T12:02:20.000Z');

export type Damage = (stored: Stored) => Stored;

/** The whole with one deployment otherwise. */
export const withDeployment =
  (id: string, set: Partial<KeptDeployment>): Damage =>
  (stored) => ({ ...stored, deployments: new Map(stored.deployments).set(id, { ...recordOf(stored, id), ...set }) });

/** Without some fields of a deployment, or without all of it. */
export const without =
  (id: string, ...fields: readonly (keyof KeptDeployment)[]): Damage =>
  (stored) => {
    const deployments = new Map(stored.deployments);
    const record = structuredClone(recordOf(stored, id));
    for (const field of fields) Reflect.deleteProperty(record, field);
    if (fields.length > 0) deployments.set(id, record);
    else deployments.delete(id);
    return { ...stored, deployments };
  };

/** The lane otherwise, and without what it is to lose. */
export const withLane =
  (otherwise: (lane: Lane) => Partial<Lane>): Damage =>
  (stored) => ({ ...stored, lanes: stored.lanes.map((lane) => ({ ...lane, ...otherwise(lane) })) });

export const withoutInLane =
  (...fields: readonly ('inFlight' | 'waiting' | 'newestAttempt' | 'running')[]): Damage =>
  (stored) => ({
    ...stored,
    lanes: stored.lanes.map((lane) => {
      const other = structuredClone(lane);
      for (const field of fields) Reflect.deleteProperty(other, field);
      return other;
    }),
  });

export const withPlace =
  (...holders: readonly string[]): Damage =>
  (stored) => ({ ...stored, places: stored.places.map((place) => ({ ...place, holders, held: holders.length })) });

/** Rewrites the events of one id. */
export const withEvent =
  (eventId: string, set: Partial<KeptEvent>): Damage =>
  (stored) => ({
    ...stored,
    audit: stored.audit.map((event) => (event.eventId === eventId ? { ...event, ...set } : event)),
  });

export const withoutEvent =
  (eventId: string): Damage =>
  (stored) => ({ ...stored, audit: stored.audit.filter((event) => event.eventId !== eventId) });

export const withSecondEvent =
  (eventId: string, set: Partial<KeptEvent> = {}): Damage =>
  (stored) => ({
    ...stored,
    audit: stored.audit.flatMap((event) => (event.eventId === eventId ? [event, { ...event, ...set }] : event)),
  });

/** Several damages, one after the other. */
export const all =
  (...damages: readonly Damage[]): Damage =>
  (stored) =>
    damages.reduce((damaged, damage) => damage(damaged), stored);

const recordOf = (stored: Stored, id: string): KeptDeployment => {
  const record = stored.deployments.get(id);
  if (!record) throw new Error(`There is no ${id}`);
  return record;
};

/** What is damaged, how, and what must be said of it; nothing, where it is as well as before. */
export type Case = readonly [what: string, damage: Damage, ...says: (readonly [about: string, sentence: string])[]];

/** What one invariant says, with the ids that it is about, in a line each. */
export const saidBy = (id: string, stored: Stored, now: Date = nowOfWhole): readonly (readonly [string, string])[] =>
  judge(stored, now)
    .filter((judged) => judged.id === id)
    .flatMap(({ violations }) => violations.map(({ about, sentence }) => [about.join(' '), sentence] as const));

/** A test for each damage: the invariant says what is wrong, and nothing else. */
export const describeDamages = (invariant: string, cases: readonly Case[]): void => {
  describe(`The invariant ${invariant} says what is wrong, and nothing else, of`, () => {
    for (const [what, damage, ...says] of cases) {
      test(what, () => {
        expect(saidBy(invariant, damage(whole()))).toEqual(says);
      });
    }
  });
};
