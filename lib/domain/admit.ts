import type { Build } from '../contract/build.ts';
import type { DeliveryGroup } from '../contract/delivery-group.ts';
import type { EngineMapping, Recipe } from '../contract/recipe.ts';
import { aboutDeployment, auditEvent } from './audit.ts';
import type { Change, QuotaKey } from './change.ts';
import type { AdmissionFacts } from './facts.ts';
import { limitsIn } from './limits.ts';
import { policySnapshot } from './policy.ts';
import type { DeploymentRecord, Lane } from './records.ts';
import { iso, plusSeconds, utcDay } from './time.ts';
import { type NewEntry, numberEntries } from './timeline.ts';

/** Ids and the request that asks, made outside because the decision may not. */
export type Mint = { readonly deploymentId: string; readonly eventId: string; readonly requestId: string };

/** A roll-forward, a rollback, or a rollback that takes the place of the deployment it undoes. */
export type Admission = {
  readonly group: DeliveryGroup;
  readonly recipe: Recipe;
  readonly mapping: EngineMapping;
  readonly build: Build;
  readonly kind: 'ROLL_FORWARD' | 'ROLLBACK';
  readonly rollbackOf?: string;
  readonly waitsFor?: string;
  /** Whether what it waits for is stopped; otherwise that goes on to its own end. */
  readonly stops?: boolean;
};

/** The change of an admission always tells of it. */
type Told = Change & Required<Pick<Change, 'timeline'>>;

/** The record of an admission and everything that one transaction has to claim for it. */
export const admit = (
  facts: AdmissionFacts,
  mint: Mint,
  admission: Admission,
): { record: DeploymentRecord; change: Told } => {
  const { group, kind } = admission;
  const quotaKind = kind === 'ROLLBACK' ? 'rollback' : 'deploy';
  const limits = limitsIn(group, facts.intent.environment, facts.settings.mode);
  const place = { deliveryGroupId: group.id, environment: facts.intent.environment };
  const quotaKey: QuotaKey = { ...place, day: utcDay(facts.now), kind: quotaKind };
  const entries = admissionEntries(facts, admission);
  const record = newRecord(facts, mint, admission, entries.length);
  const change: Told = {
    create: record,
    lane: { before: facts.lane, after: laneAfter(facts, record) },
    quota: {
      kind: 'claim',
      key: quotaKey,
      limit: quotaKind === 'deploy' ? limits.dailyDeployQuota : limits.dailyRollbackQuota,
    },
    ...(admission.waitsFor === undefined
      ? {
          slots: {
            kind: 'claim' as const,
            place,
            deploymentId: record.id,
            holder: { service: record.service, version: record.version, since: record.createdAt },
            limit: limits.maxConcurrentDeployments,
          },
        }
      : {}),
    guard: { deliveryGroupId: group.id, revision: facts.guard?.revision ?? 0 },
    timeline: [{ deploymentId: record.id, entries: numberEntries(record.id, 0, entries) }],
    audit: [admissionAudit(facts, mint, record)],
  };
  return { record, change };
};

const newRecord = (
  facts: AdmissionFacts,
  mint: Mint,
  { group, recipe, mapping, build, kind, rollbackOf, waitsFor }: Admission,
  entries: number,
): DeploymentRecord => {
  const now = iso(facts.now);
  const { caller, intent } = facts;
  return {
    id: mint.deploymentId,
    service: intent.service,
    environment: intent.environment,
    version: build.version,
    deliveryGroupId: group.id,
    recipeId: recipe.id,
    recipeRevision: recipe.revision,
    behaviorSummary: recipe.behaviorSummary,
    state: 'PENDING',
    deploymentKind: kind,
    outcome: null,
    changeSummary: intent.changeSummary,
    createdAt: now,
    updatedAt: now,
    createdBy: {
      id: caller.id,
      role: caller.role ?? 'OBSERVER',
      ...(caller.email === undefined ? {} : { email: caller.email }),
    },
    failures: [],
    policySnapshot: policySnapshot(facts, group),
    recordVersion: 1,
    timelineSequence: entries,
    quota: { day: utcDay(facts.now), kind: kind === 'ROLLBACK' ? 'rollback' : 'deploy', refunded: false },
    order: {
      engineType: mapping.type,
      application: mapping.application,
      definition: kind === 'ROLLBACK' ? mapping.rollbackPipeline : mapping.deployPipeline,
      steps: kind === 'ROLLBACK' ? (recipe.rollbackSteps ?? []) : recipe.steps,
      artifactRef: build.artifactRef,
      ...(kind === 'ROLLBACK' ? { targetVersion: build.version } : {}),
    },
    handOver: { leases: 0 },
    deadlineAt: iso(plusSeconds(facts.now, recipe.deadlineMinutes * 60)),
    ...(rollbackOf === undefined ? {} : { rollbackOf }),
    ...(waitsFor === undefined ? {} : { waitsFor }),
  };
};

const admissionEntries = (
  facts: AdmissionFacts,
  { group, recipe, build, kind, waitsFor, stops }: Admission,
): NewEntry[] => {
  const at = iso(facts.now);
  const who = facts.caller.email ?? facts.caller.name ?? facts.caller.id;
  const used = kind === 'ROLLBACK' ? facts.used.rollbacks : facts.used.deploys;
  const limits = limitsIn(group, facts.intent.environment, facts.settings.mode);
  const quota = kind === 'ROLLBACK' ? limits.dailyRollbackQuota : limits.dailyDeployQuota;
  const what = kind === 'ROLLBACK' ? 'rollbacks' : 'deployments';
  return [
    {
      type: 'INTENT_SUBMITTED',
      at,
      actor: who,
      summary:
        kind === 'ROLLBACK' ? `Rollback to ${build.version} requested` : `Deployment of ${build.version} requested`,
      detail: facts.intent.changeSummary,
    },
    { type: 'POLICY_PASSED', at, summary: 'All guardrails passed', detail: `${recipe.name} for ${group.name}` },
    { type: 'QUOTA_CLAIMED', at, summary: `${used + 1} of ${quota} ${what} used today` },
    waitsFor === undefined
      ? {
          type: 'SLOT_CLAIMED',
          at,
          summary: `A place in ${facts.environment?.displayName ?? facts.intent.environment} is taken`,
        }
      : {
          type: 'SLOT_CLAIMED',
          at,
          summary: 'Next in line',
          detail: stops
            ? `Takes the place of deployment ${waitsFor} when that has stopped`
            : `Takes the place of deployment ${waitsFor} when that has ended: it cannot be stopped`,
        },
  ];
};

/** The lane with the newcomer in flight, or waiting for the place of what is. */
const laneAfter = ({ lane, intent }: AdmissionFacts, record: DeploymentRecord): Lane => {
  const base: Lane = lane ?? {
    service: intent.service,
    environment: intent.environment,
    deliveryGroupId: record.deliveryGroupId,
    laneVersion: 0,
    previousGood: [],
    durations: [],
  };
  const next: Lane = { ...base, deliveryGroupId: record.deliveryGroupId, laneVersion: base.laneVersion + 1 };
  const { id: deploymentId, version } = record;
  if (record.waitsFor !== undefined && record.rollbackOf !== undefined) {
    return { ...next, waiting: { deploymentId, version, rollbackOf: record.rollbackOf } };
  }
  if (record.rollbackOf !== undefined) {
    return { ...next, inFlight: { deploymentId, version, rollbackOf: record.rollbackOf } };
  }
  return { ...next, inFlight: { deploymentId, version }, newestAttempt: attemptOf(record) };
};

/** A record as the lane remembers it. */
export const attemptOf = (record: DeploymentRecord): NonNullable<Lane['newestAttempt']> => ({
  deploymentId: record.id,
  version: record.version,
  deploymentKind: record.deploymentKind,
  createdAt: record.createdAt,
  state: record.state,
  outcome: record.outcome,
  ...(record.finishedAt === undefined ? {} : { finishedAt: record.finishedAt }),
});

const admissionAudit = (facts: AdmissionFacts, mint: Mint, record: DeploymentRecord) =>
  auditEvent(
    { actor: facts.caller, requestId: mint.requestId, now: record.createdAt, eventId: mint.eventId },
    {
      type: record.deploymentKind === 'ROLLBACK' ? 'ROLLBACK_SUBMIT' : 'DEPLOY_SUBMIT',
      outcome: 'SUCCESS',
      summary: `${record.service} ${record.version} to ${record.environment}: ${record.changeSummary}`,
      subject: aboutDeployment(record),
    },
  );
