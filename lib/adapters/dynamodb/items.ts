import type { AuditEvent } from '../../contract/audit.ts';
import type { DeliveryGroup } from '../../contract/delivery-group.ts';
import type { Environment } from '../../contract/environment.ts';
import type { Recipe } from '../../contract/recipe.ts';
import type { Service } from '../../contract/service.ts';
import type { TimelineEvent } from '../../contract/timeline.ts';
import type { AnswerKey } from '../../domain/change.ts';
import type { DeploymentRecord, Hint, StoredAnswer } from '../../domain/records.ts';
import { auditIndexEntries, configurationPlaces, deploymentIndexEntries, entriesIn } from './index-entries.ts';
import {
  answerKey,
  auditKey,
  deliveryGroupKey,
  deploymentKey,
  environmentKey,
  hintKey,
  type Key,
  recipeKey,
  serviceKey,
  timelineKey,
} from './keys.ts';
import { TIME_TO_LIVE } from './table.ts';

/** Objects as items: their key, the lists they are in, and the object itself as `doc`. */

export type NewItem = Key & { readonly doc: unknown; readonly [attribute: string]: unknown };

export const itemOf = (key: Key, doc: unknown): NewItem => ({ ...key, doc });

export const deploymentItem = (record: DeploymentRecord): NewItem => ({
  ...deploymentKey(record.id),
  ...deploymentIndexEntries(record),
  doc: record,
});

export const timelineItem = (deploymentId: string, entries: readonly TimelineEvent[]): NewItem =>
  itemOf(timelineKey(deploymentId, entries[0]?.sequence ?? 0), entries);

/** Expiry is compared as text, so it is written in one form. */
export const comparable = (instant: string): string => new Date(instant).toISOString();

export const answerItem = (key: AnswerKey, answer: StoredAnswer): NewItem => ({
  ...answerKey(key),
  [TIME_TO_LIVE]: Math.ceil(Date.parse(answer.expiresAt) / 1000),
  doc: { ...answer, expiresAt: comparable(answer.expiresAt), body: JSON.stringify(answer.body) ?? 'null' },
});

/** Longer than anybody needs who was late. */
const HINT_KEPT_SECONDS = 600;

export const hintItem = (hint: Hint): NewItem => ({
  ...hintKey(hint),
  [TIME_TO_LIVE]: Math.ceil(Date.parse(hint.at) / 1000) + HINT_KEPT_SECONDS,
  doc: hint,
});

export const auditItem = (event: AuditEvent): NewItem => ({
  ...auditKey(event),
  ...auditIndexEntries(event),
  doc: event,
});

export const serviceItem = (service: Service): NewItem => ({
  ...serviceKey(service.name),
  ...entriesIn([configurationPlaces.service], service.name),
  doc: service,
});
export const environmentItem = (environment: Environment): NewItem => ({
  ...environmentKey(environment.name),
  ...entriesIn([configurationPlaces.environment], environment.name),
  doc: environment,
});
export const recipeItem = (recipe: Recipe): NewItem => ({
  ...recipeKey(recipe.id),
  ...entriesIn([configurationPlaces.recipe], recipe.id),
  doc: recipe,
});
export const deliveryGroupItem = (group: DeliveryGroup): NewItem => ({
  ...deliveryGroupKey(group.id),
  ...entriesIn([configurationPlaces.deliveryGroup], group.id),
  doc: group,
});
