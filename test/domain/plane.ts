import type { Change } from '../../lib/domain/change.ts';
import { decideCancel } from '../../lib/domain/decide-cancel.ts';
import type { AdmissionDecision } from '../../lib/domain/decide-deploy.ts';
import { decideDeploy } from '../../lib/domain/decide-deploy.ts';
import { decideRollback, rollbackTarget } from '../../lib/domain/decide-rollback.ts';
import { finish } from '../../lib/domain/finish.ts';
import { leased, nextStep } from '../../lib/domain/hand-over.ts';
import { keptDeployment, keptEvent, type Stored } from '../../lib/domain/invariants/stored.ts';
import type { DeploymentRecord, Lane, Slots } from '../../lib/domain/records.ts';
import { isTerminal, type TerminalState } from '../../lib/domain/states.ts';
import { plusSeconds } from '../../lib/domain/time.ts';
import { gather, writeRecord } from '../../lib/domain/write.ts';
import { aDeliveryGroup } from '../builders/config.ts';
import { aBuild, anAuditEvent, nothingSealed } from '../builders/records.ts';
import { anOwner } from '../usecases/callers.ts';
import { admissionFacts, allAbilities, frozen, NOW, rollbackFacts } from './builders.ts';
import { configured } from './configured.ts';

type Quotas = Readonly<Record<'deploy' | 'rollback', number>>;

const place = { deliveryGroupId: 'demo', environment: 'sandbox' } as const;
const group = aDeliveryGroup({
  guardrails: { maxConcurrentDeployments: 1, dailyDeployQuota: 100, dailyRollbackQuota: 50 },
});

/** One service in one environment, as its decisions leave it: each change is written down, and nothing else is. */
export class Plane {
  readonly records = new Map<string, DeploymentRecord>();
  lane: Lane | undefined;
  private slots: Slots = { holders: {} };
  private used: Quotas = { deploy: 0, rollback: 0 };
  private readonly timelines = new Map<string, number[]>();
  private readonly answers: Stored['answers'][number][] = [];
  private readonly audit: Stored['audit'][number][] = [];
  private ticks = 0;

  get(id: string | undefined): DeploymentRecord | undefined {
    return id === undefined ? undefined : this.records.get(id);
  }

  deploy(id: string, version: string): void {
    const facts = { ...this.facts(version), intent: { ...admissionFacts().intent, version } };
    this.admit('deployments.create', decideDeploy(frozen(admissionFacts(facts)), this.mint(id)));
  }

  rollBack(id: string, original: DeploymentRecord | undefined): void {
    if (!original) return;
    const target = rollbackTarget(original, this.lane);
    const facts = rollbackFacts({ ...this.facts(target?.version ?? ''), original, target });
    this.admit('deployments.rollback', decideRollback(frozen(facts), this.mint(id)));
  }

  /** The engine takes it over, unless it is not its turn. */
  start(id: string | undefined): void {
    const record = this.get(id);
    const { lane, slots, now } = this;
    if (!record || nextStep({ record, lane, slots, killSwitch: undefined, breaker: undefined, now }).kind !== 'request')
      return;
    const at = now.toISOString();
    const handOver = leased(record.handOver, { now, token: `lease of ${record.id}`, requests: true });
    const entries = [{ type: 'ENGINE_ACCEPTED' as const, at, summary: 'The engine has it' }];
    const set = { handOver, state: 'ACTIVE' as const, executionId: `execution of ${record.id}` };
    this.take(gather([writeRecord(record, { now: at, set, entries })]));
  }

  end(id: string | undefined, state: TerminalState): void {
    const record = this.get(id);
    if (!record || isTerminal(record.state) || record.executionId === undefined) return;
    const at = this.now.toISOString();
    const audit = anAuditEvent({
      eventId: `end of ${record.id}`,
      eventType: 'DEPLOYMENT_FINISHED',
      targetType: 'Deployment',
      targetId: record.id,
      timestamp: at,
      summary: `${record.service} ${record.version} in ${record.environment}: ${state}`,
    });
    this.take(finish(frozen(this.around(record)), { state, at, entries: [], refund: false, audit }).change);
  }

  cancel(id: string | undefined): void {
    const record = this.get(id);
    if (!record) return;
    const caller = anOwner();
    const cause = { actor: caller, requestId: 'r', now: this.now.toISOString(), eventId: `cancel ${this.ticks}` };
    const facts = { ...this.around(record), caller, reason: undefined, abilities: allAbilities };
    const decision = decideCancel(frozen(facts), cause);
    if (decision.admitted) this.take(decision.change);
  }

  /** All that is kept, with the build of every version and the rows of the group. */
  stored(): Stored {
    const { lane, slots, used } = this;
    const day = NOW.toISOString().slice(0, 10);
    const holders = Object.keys(slots.holders);
    const versions = [...new Set([...this.records.values()].map(({ version }) => version))];
    return {
      deployments: new Map([...this.records].map(([id, record]) => [id, keptDeployment(record)])),
      timelines: this.timelines,
      lanes: lane ? [lane] : [],
      places: [{ ...place, holders, held: holders.length }],
      quotas: (['deploy', 'rollback'] as const).map((kind) => ({ key: { ...place, day, kind }, used: used[kind] })),
      publisherQuotas: [],
      denials: [],
      rates: [],
      guards: [{ deliveryGroupId: 'demo', revision: 3, mutationsDisabled: false }],
      ...configured,
      killSwitch: undefined,
      answers: this.answers,
      audit: this.audit,
      builds: versions.map((version) => aBuild({ version })),
      breaker: undefined,
      pulse: undefined,
      watch: undefined,
      sealing: nothingSealed,
      unreadable: [],
    };
  }

  get now(): Date {
    return plusSeconds(NOW, this.ticks * 10);
  }

  private facts(version: string) {
    const { lane, slots, used, now } = this;
    this.ticks += 1;
    const build = version === '' ? undefined : aBuild({ version });
    return { lane, slots, used: { deploys: used.deploy, rollbacks: used.rollback }, now, build, group };
  }

  private around(record: DeploymentRecord) {
    const { lane } = this;
    if (!lane) throw new Error('A deployment without a lane');
    this.ticks += 1;
    return {
      record,
      lane,
      displaced: this.get(lane.running?.deploymentId),
      original: this.get(record.rollbackOf),
      waiting: this.get(lane.waiting?.deploymentId),
    };
  }

  private mint(deploymentId: string) {
    return { deploymentId, eventId: `admission of ${deploymentId}`, requestId: 'r' };
  }

  private admit(operation: string, decision: AdmissionDecision): void {
    if (!decision.admitted) return;
    const { id, createdBy } = decision.record;
    this.answers.push({ callerId: createdBy.id, operation, key: `key of ${id}`, expiresAt: '', about: id });
    this.take(decision.change);
  }

  /** What the store does with a change; a condition that does not hold is a wrong decision here. */
  private take({ create, updates = [], lane, slots, quota, timeline = [], audit = [] }: Change): void {
    if (create) this.records.set(create.id, create);
    for (const { before, after } of updates) {
      if (this.records.get(before.id) !== before) throw new Error(`${before.id} was not read as it is kept`);
      this.records.set(after.id, after);
    }
    for (const { deploymentId, entries } of timeline) {
      const kept = this.timelines.get(deploymentId) ?? [];
      this.timelines.set(deploymentId, [...kept, ...entries.map(({ sequence }) => sequence)]);
    }
    if (lane && lane.before !== this.lane) throw new Error('The lane was not read as it is kept');
    this.lane = lane?.after ?? this.lane;
    if (slots) this.slots = slotsAfter(this.slots, slots);
    if (quota) this.used = { ...this.used, [quota.key.kind]: usedAfter(this.used, quota) };
    this.audit.push(...audit.map(keptEvent));
  }
}

const usedAfter = (used: Quotas, { kind, key }: NonNullable<Change['quota']>): number =>
  used[key.kind] + (kind === 'claim' ? 1 : -1);

const slotsAfter = ({ holders }: Slots, change: NonNullable<Change['slots']>): Slots => {
  if (change.kind === 'claim') return { holders: { ...holders, [change.deploymentId]: change.holder } };
  const gone = change.kind === 'release' ? change.deploymentId : change.from;
  if (!(gone in holders)) throw new Error(`${gone} held no place`);
  const { [gone]: _, ...rest } = holders;
  return { holders: change.kind === 'handover' ? { ...rest, [change.to]: change.holder } : rest };
};
