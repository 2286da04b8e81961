import type { AuditEvent } from '../../contract/audit.ts';
import type { Build } from '../../contract/build.ts';
import type { DeliveryGroup } from '../../contract/delivery-group.ts';
import type { Environment } from '../../contract/environment.ts';
import type { Recipe } from '../../contract/recipe.ts';
import type { Service } from '../../contract/service.ts';
import type { TimelineEvent } from '../../contract/timeline.ts';
import type { DenialsTold } from '../../domain/denials.ts';
import type {
  Breaker,
  DeploymentRecord,
  GroupRegistry,
  Guard,
  Hint,
  KillSwitch,
  Lane,
  Pulse,
  StoredAnswer,
  Usage,
  Watch,
} from '../../domain/records.ts';
import type { ChainHead, Seal } from '../../domain/seals/seal.ts';
import type { PlaneSettings, Publishers } from '../../domain/settings.ts';
import type { Item } from './database.ts';

/**
 * Most items carry their object whole, as `doc`. What lies in the table was written here, so it is looked at just
 * enough to tell a foreign or damaged item from a good one.
 */

type FieldType = 'string' | 'number' | 'boolean' | 'list' | 'map';

/** An item is not what its key says. */
export class DamagedItem extends Error {
  override readonly name = 'DamagedItem';
  constructor(item: Item) {
    super(`The item ${String(item.pk)} / ${String(item.sk)} is not what its key says`);
  }
}

export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hasType = (value: unknown, type: FieldType): boolean => {
  if (type === 'list') return Array.isArray(value);
  return type === 'map' ? isMap(value) : typeof value === type;
};

/** Reads the `doc` of items of one kind; throws `DamagedItem`. */
const documentOf = <Doc>(fields: { readonly [Field in keyof Doc]?: FieldType }) => {
  const required = Object.entries<FieldType | undefined>(fields);
  const isDoc = (value: unknown): value is Doc =>
    isMap(value) && required.every(([field, type]) => type !== undefined && hasType(value[field], type));
  return (item: Item): Doc => {
    const doc = item.doc;
    if (!isDoc(doc)) throw new DamagedItem(item);
    return doc;
  };
};

export const deploymentOf = documentOf<DeploymentRecord>({
  id: 'string',
  service: 'string',
  environment: 'string',
  deliveryGroupId: 'string',
  state: 'string',
  createdAt: 'string',
  recordVersion: 'number',
  timelineSequence: 'number',
  failures: 'list',
  quota: 'map',
  order: 'map',
  handOver: 'map',
});
export const laneOf = documentOf<Lane>({
  service: 'string',
  environment: 'string',
  laneVersion: 'number',
  previousGood: 'list',
  durations: 'list',
});
export const buildOf = documentOf<Build>({ service: 'string', version: 'string', status: 'string' });
export const serviceOf = documentOf<Service>({ name: 'string', allowedRecipes: 'list', revision: 'number' });
export const environmentOf = documentOf<Environment>({ name: 'string', lifecycle: 'string', revision: 'number' });
export const recipeOf = documentOf<Recipe>({ id: 'string', status: 'string', revision: 'number' });
export const deliveryGroupOf = documentOf<DeliveryGroup>({
  id: 'string',
  owners: 'list',
  services: 'list',
  environments: 'list',
  guardrails: 'map',
  revision: 'number',
});
export const guardOf = documentOf<Guard>({
  deliveryGroupId: 'string',
  revision: 'number',
  mutationsDisabled: 'boolean',
});
export const killSwitchOf = documentOf<KillSwitch>({ mutationsDisabled: 'boolean', epoch: 'number' });
export const breakerOf = documentOf<Breaker>({ state: 'string', since: 'string', failures: 'number' });
export const pulseOf = documentOf<Pulse>({ inFlight: 'number', freshnessSeconds: 'number', at: 'string' });
export const watchOf = documentOf<Watch>({ revision: 'number' });
export const denialsToldOf = documentOf<DenialsTold>({ before: 'string' });
export const hintOf = documentOf<Hint>({ deploymentId: 'string', at: 'string', token: 'string' });
export const settingsOf = documentOf<PlaneSettings>({ mode: 'string', createdAt: 'string', limits: 'map' });
export const chainOf = documentOf<ChainHead>({
  sequence: 'number',
  head: 'string',
  from: 'string',
  to: 'string',
  more: 'boolean',
  keptTo: 'number',
});
export const sealOf = documentOf<Seal>({ header: 'map', head: 'string', entries: 'list', signature: 'map' });
export const sealedOf = documentOf<{ readonly eventId: string; readonly sequence: number }>({
  eventId: 'string',
  sequence: 'number',
});
export const publishersOf = documentOf<Publishers>({ entries: 'list', revision: 'number' });
export const groupRegistryOf = documentOf<GroupRegistry>({ ids: 'list', revision: 'number' });
export const usageOf = documentOf<Usage>({ groups: 'list', revision: 'number' });
export const auditEventOf = documentOf<AuditEvent>({ eventId: 'string', eventType: 'string', timestamp: 'string' });

const isTimeline = (value: unknown): value is readonly TimelineEvent[] => Array.isArray(value) && value.every(isMap);

export const timelineEntriesOf = (item: Item): readonly TimelineEvent[] => {
  if (!isTimeline(item.doc)) throw new DamagedItem(item);
  return item.doc;
};

type AnswerDoc = Omit<StoredAnswer, 'body'> & { readonly body: string };
const answerDocOf = documentOf<AnswerDoc>({
  fingerprint: 'string',
  status: 'number',
  expiresAt: 'string',
  body: 'string',
});

/** Only until it expires, however late the table drops it. The body is kept as the text it was answered with. */
export const answerOf = (item: Item, now: string): StoredAnswer | undefined => {
  const { body, ...answer } = answerDocOf(item);
  return answer.expiresAt > now ? { ...answer, body: JSON.parse(body) } : undefined;
};
