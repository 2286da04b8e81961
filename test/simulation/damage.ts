import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Key } from '../../lib/adapters/dynamodb/keys.ts';
import * as key from '../../lib/adapters/dynamodb/keys.ts';
import { anAuditEvent } from '../builders/records.ts';
import { type Line, laneKey, place } from '../usecases/line.ts';

/** What a bug, a hand or a bad restore might do to single items of the table. */

type Doc = Record<string, unknown>;
type Item = Doc & { doc?: Doc };

/** The deployments of the table that is damaged, by what became of them. */
export type Ids = {
  readonly first: string;
  readonly superseded: string;
  readonly failed: string;
  readonly running: string;
  readonly inFlight: string;
  readonly waiting: string;
};

type Repair = () => Promise<void>;

/** Rewrites an item, or makes one where there is none. What it answers puts it back. */
const change = async (line: Line, at: Key, alter: (item: Item) => unknown): Promise<Repair> => {
  const documents = DynamoDBDocumentClient.from(line.database.client, {
    marshallOptions: { removeUndefinedValues: true },
  });
  const TableName = line.database.table;
  const { Item: found } = await documents.send(new GetCommand({ TableName, Key: { ...at } }));
  const item: Item = { ...at, ...structuredClone(found) };
  alter(item);
  await documents.send(new PutCommand({ TableName, Item: item }));
  return async () => {
    if (found) await documents.send(new PutCommand({ TableName, Item: found }));
    else await documents.send(new DeleteCommand({ TableName, Key: { ...at } }));
  };
};

const remove = async (line: Line, at: Key): Promise<Repair> => {
  const documents = DynamoDBDocumentClient.from(line.database.client);
  const TableName = line.database.table;
  const { Attributes: Item } = await documents.send(
    new DeleteCommand({ TableName, Key: { ...at }, ReturnValues: 'ALL_OLD' }),
  );
  return async () => void (await documents.send(new PutCommand({ TableName, Item })));
};

const doc = (set: Doc) => (item: Item) => Object.assign(item, { doc: { ...item.doc, ...set } });

export type Damage = {
  readonly what: string;
  /** The invariant that must name it; it alone, but for those of `also`. */
  readonly breaks: string;
  readonly also?: readonly string[];
  readonly inflict: (line: Line, ids: Ids) => Promise<Repair>;
};

const slots = key.slotsKey(place);
export const denied = {
  callerId: 'auth0|observer',
  code: 'ROLE_FORBIDDEN',
  role: 'OBSERVER',
  eventAt: (timestamp: string) =>
    anAuditEvent({
      eventId: 'a denial',
      eventType: 'DEPLOY_DENIED',
      outcome: 'DENIED',
      actorId: 'auth0|observer',
      code: 'ROLE_FORBIDDEN',
      timestamp,
    }),
} as const;
export const rateKey = { callerId: 'auth0|owner', kind: 'mutation', minute: '2026-11-21T12:00' } as const;
const day = '2026-11-21';

const changeOfLimits = async (line: Line, to: number) => {
  const event = (await line.audit()).find(({ targetId, revision }) => targetId === 'rateLimits' && revision === to);
  if (!event) throw new Error(`Nobody has made revision ${to} of the rate limits`);
  return event;
};

export const damages: readonly Damage[] = [
  {
    what: 'a foreign item',
    breaks: 'readable',
    inflict: (line) => change(line, { pk: 'FOREIGN#1', sk: 'RECORD' }, (item) => Object.assign(item, { doc: {} })),
  },
  {
    what: 'an object under the key of another',
    breaks: 'readable',
    also: ['answers', 'audit', 'orphans', 'quotas', 'running'],
    inflict: (line, { first }) => change(line, key.deploymentKey(first), doc({ id: 'another' })),
  },
  {
    what: 'a caller who was let in too often',
    breaks: 'rates',
    inflict: (line) => change(line, key.rateKey(rateKey), (item) => Object.assign(item, { used: 61 })),
  },
  {
    what: 'denials that were counted and not told',
    breaks: 'denials',
    inflict: (line) =>
      change(line, key.denialKey({ ...denied, hour: `${day}T12` }), (item) => Object.assign(item, { denials: 2 })),
  },
  {
    what: 'a place freed early',
    breaks: 'places',
    inflict: (line, { inFlight }) =>
      change(line, slots, (item) => {
        delete item[`holder#${inFlight}`];
        item.held = 0;
      }),
  },
  {
    what: 'a place held by what has ended',
    breaks: 'places',
    inflict: (line, { first }) =>
      change(line, slots, (item) => {
        item[`holder#${first}`] = { service: 'demo-service', version: '1.0.0', since: `${day}T12:00:00.000Z` };
        item.held = 2;
      }),
  },
  {
    what: 'a wrong number of places',
    breaks: 'places',
    inflict: (line) => change(line, slots, (item) => Object.assign(item, { held: 0 })),
  },
  {
    what: 'a lane that has lost what is in flight',
    breaks: 'lanes',
    inflict: (line) => change(line, key.laneKey(laneKey), (item) => delete item.doc?.inFlight),
  },
  {
    what: 'a lane that remembers another end',
    breaks: 'lanes',
    inflict: (line, { failed }) =>
      change(line, key.laneKey(laneKey), (item) =>
        doc({ newestAttempt: { ...(item.doc?.newestAttempt as Doc), deploymentId: failed } })(item),
      ),
  },
  {
    what: 'a counter that was turned back',
    breaks: 'quotas',
    inflict: (line) =>
      change(line, key.quotaKey({ ...place, day, kind: 'deploy' }), (item) => Object.assign(item, { used: 1 })),
  },
  {
    what: 'a refund that was never made',
    breaks: 'quotas',
    inflict: (line, { failed }) =>
      change(line, key.deploymentKey(failed), doc({ quota: { day, kind: 'deploy', refunded: true } })),
  },
  {
    what: 'a second answer for one deployment',
    breaks: 'answers',
    inflict: (line, { first }) =>
      change(
        line,
        key.answerKey({ callerId: 'auth0|owner', operation: 'deployments.create', key: 'another' }),
        (item) =>
          Object.assign(item, {
            doc: { fingerprint: 'f', status: 201, expiresAt: '2026-11-22T12:00:00.000Z', body: `{"id":"${first}"}` },
          }),
      ),
  },
  {
    what: 'an execution that two deployments follow',
    breaks: 'hand-overs',
    inflict: (line, { first }) => change(line, key.deploymentKey(first), doc({ executionId: 'execution-2' })),
  },
  {
    what: 'an execution nobody asked for',
    breaks: 'hand-overs',
    inflict: (line, { first }) => change(line, key.deploymentKey(first), doc({ handOver: { leases: 0 } })),
  },
  {
    what: 'a version that was rewritten',
    breaks: 'ends',
    inflict: (line, { failed }) => change(line, key.deploymentKey(failed), doc({ version: '9.0.0' })),
  },
  {
    what: 'an end that was rewritten',
    breaks: 'ends',
    inflict: (line, { failed }) =>
      change(line, key.deploymentKey(failed), doc({ state: 'CANCELED', outcome: 'CANCELED' })),
  },
  {
    what: 'a lane that says something else runs',
    breaks: 'running',
    inflict: (line, { superseded }) =>
      change(line, key.laneKey(laneKey), (item) =>
        doc({ running: { ...(item.doc?.running as Doc), deploymentId: superseded } })(item),
      ),
  },
  {
    what: 'a success that was never superseded',
    breaks: 'links',
    inflict: (line, { superseded }) =>
      change(line, key.deploymentKey(superseded), (item) => delete item.doc?.supersededBy),
  },
  {
    what: 'an audit event that is gone',
    breaks: 'audit',
    inflict: async (line, { failed }) => {
      const event = (await line.audit()).find(
        ({ targetId, eventType }) => targetId === failed && eventType === 'DEPLOY_SUBMIT',
      );
      if (!event) throw new Error('The failed deployment has no audit event');
      return change(line, key.auditKey(event), doc({ targetId: 'elsewhere' }));
    },
  },
  {
    what: 'a change of the configuration that was made past the record',
    breaks: 'configuration',
    inflict: (line) => change(line, key.recipeKey('default'), doc({ revision: 2 })),
  },
  {
    what: 'a change of the configuration whose event is gone',
    breaks: 'configuration',
    inflict: async (line) => remove(line, key.auditKey(await changeOfLimits(line, 2))),
  },
  {
    what: 'a change of the configuration that is told twice',
    breaks: 'configuration',
    inflict: async (line) => {
      const event = { ...(await changeOfLimits(line, 3)), eventId: 'another' };
      return change(line, key.auditKey(event), (item) => Object.assign(item, { doc: event }));
    },
  },
  {
    what: 'a change of the configuration that was lost',
    breaks: 'configuration',
    inflict: (line) => change(line, key.planeKey('settings'), doc({ parts: {} })),
  },
  {
    what: 'a seal without a chain',
    breaks: 'seals',
    inflict: (line) =>
      change(line, key.sealKey(1), (item) =>
        Object.assign(item, {
          doc: { header: { sequence: 1 }, head: '', entries: [], signature: { publicKey: '', value: '' } },
        }),
      ),
  },
  {
    what: 'a timeline entry that is gone',
    breaks: 'timelines',
    inflict: (line, { first }) =>
      change(line, key.timelineKey(first, 1), (item) =>
        Object.assign(item, { doc: (item.doc as unknown as unknown[]).slice(1) }),
      ),
  },
  {
    what: 'a guard row behind the kill switch',
    breaks: 'kill-switch',
    inflict: (line) => change(line, key.guardKey('demo'), doc({ mutationsDisabled: true })),
  },
  {
    what: 'a service that believes itself in another group',
    breaks: 'references',
    inflict: (line) => change(line, key.serviceKey('demo-service'), doc({ deliveryGroupId: 'elsewhere' })),
  },
  {
    what: 'an environment that was deleted while a group is bound to it',
    breaks: 'references',
    inflict: (line) => remove(line, key.environmentKey('sandbox')),
  },
  {
    what: 'a recipe that forgot who may use it',
    breaks: 'references',
    inflict: (line) => change(line, key.usageKey({ kind: 'recipe', id: 'default' }), doc({ groups: [] })),
  },
  {
    what: 'a timeline of nothing',
    breaks: 'orphans',
    inflict: (line) =>
      change(line, key.timelineKey('01K00000000000000000000999', 1), (item) => Object.assign(item, { doc: [] })),
  },
  {
    what: 'a breaker that was opened by hand',
    breaks: 'breaker',
    inflict: (line) =>
      change(line, key.planeKey('breaker'), doc({ state: 'open', since: `${day}T12:00:00.000Z`, failures: 0 })),
  },
  {
    what: 'a turn to watch that never ends',
    breaks: 'watch',
    inflict: (line) =>
      change(line, key.planeKey('watch'), doc({ revision: 9, holder: 'gone', until: '2099-01-01T00:00:00.000Z' })),
  },
];
