import type { Service } from '../../lib/contract/service.ts';
import type { Mint } from '../../lib/domain/admit.ts';
import type { Seen } from '../../lib/domain/advance.ts';
import type { AdmissionFacts, RollbackFacts } from '../../lib/domain/facts.ts';
import type { Ending, FinishFacts } from '../../lib/domain/finish.ts';
import type { DeploymentRecord, Slots } from '../../lib/domain/records.ts';
import { aDeliveryGroup, anEnvironment, aRecipe, aService, planeSettings } from '../builders/config.ts';
import { aBuild, aLane, anAuditEvent, aRecord, aSuccess, idNumber } from '../builders/records.ts';
import { anOwner } from '../usecases/callers.ts';

/** What decisions are made from, as it usually is; say only what matters to the test. */

export const NOW = new Date('2026-11-21T12:00:00.000Z');

export const mint: Mint = { deploymentId: idNumber(900), eventId: idNumber(901), requestId: 'request-1' };

/** Of an engine that leaves nothing to wish for. */
export const allAbilities = { search: true, cancel: true, observation: true, events: true } as const;

/** A service in the delivery group of these facts. */
export const memberService = (set: Partial<Service> = {}): Service => aService({ deliveryGroupId: 'demo', ...set });

/** Nothing stands in the way of this one. */
export const admissionFacts = (set: Partial<AdmissionFacts> = {}): AdmissionFacts => ({
  now: NOW,
  caller: anOwner(),
  intent: { service: 'demo-service', environment: 'sandbox', version: '1.0.0', changeSummary: 'Faster checkout' },
  settings: planeSettings(),
  service: memberService(),
  group: aDeliveryGroup(),
  environment: anEnvironment(),
  choice: { kind: 'chosen', recipeId: 'default', by: 'only one eligible' },
  recipe: aRecipe(),
  build: aBuild(),
  artifact: 'present',
  lane: undefined,
  slots: undefined,
  used: { deploys: 0, rollbacks: 0 },
  guard: { deliveryGroupId: 'demo', revision: 3, mutationsDisabled: false },
  breaker: undefined,
  connected: 'scripted',
  abilities: allAbilities,
  ...set,
});

/** The deployment of 2.0.0 that runs is undone; 1.0.0 ran before. */
export const rollbackFacts = (set: Partial<RollbackFacts> = {}): RollbackFacts => {
  const original = aSuccess({ id: idNumber(2), version: '2.0.0' });
  return {
    ...admissionFacts(),
    abilities: allAbilities,
    choice: { kind: 'chosen', recipeId: 'default', by: 'request' },
    original,
    target: { version: '1.0.0', deploymentId: idNumber(1), ranFrom: '2026-11-20T10:00:00.000Z' },
    lane: aLane({ running: runningAs(original) }),
    ...set,
  };
};

export const runningAs = ({ id, version, deploymentKind, finishedAt }: DeploymentRecord) => ({
  deploymentId: id,
  version,
  deploymentKind,
  since: finishedAt ?? '2026-11-21T10:10:00.000Z',
});

export const slotsOf = (...ids: readonly string[]): Slots => ({
  holders: Object.fromEntries(
    ids.map((id, index) => [
      id,
      { service: `service-${index}`, version: '1.0.0', since: `2026-11-21T11:0${index}:00.000Z` },
    ]),
  ),
});

/** Something in flight, with its execution known. */
export const inFlightRecord = (set: Partial<DeploymentRecord> = {}): DeploymentRecord =>
  aRecord({
    state: 'ACTIVE',
    executionId: 'execution-1',
    handOver: { leases: 1, firstRequestAt: '2026-11-21T10:00:01.000Z' },
    timelineSequence: 6,
    deadlineAt: '2026-11-21T13:00:00.000Z',
    ...set,
  });

export const aSeen = (set: Partial<Seen> = {}): Seen => ({
  executionId: 'execution-1',
  status: 'RUNNING',
  failures: [],
  warnings: [],
  ...set,
});

export const finishFacts = (record: DeploymentRecord, set: Partial<FinishFacts> = {}): FinishFacts => ({
  record,
  lane: aLane({ inFlight: { deploymentId: record.id, version: record.version } }),
  displaced: undefined,
  original: undefined,
  waiting: undefined,
  ...set,
});

export const anEnding = (set: Partial<Ending> = {}): Ending => ({
  state: 'SUCCEEDED',
  at: NOW.toISOString(),
  entries: [],
  refund: false,
  audit: anAuditEvent({ eventType: 'DEPLOYMENT_FINISHED' }),
  ...set,
});

/** Freezes what it is given to its depths: whoever writes into it throws. */
export const frozen = <Value>(value: Value): Value => {
  if (value !== null && typeof value === 'object' && !(value instanceof Date)) {
    for (const inner of Object.values(value)) frozen(inner);
    Object.freeze(value);
  }
  return value;
};
