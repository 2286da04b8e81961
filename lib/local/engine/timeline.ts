import type { ShapeName } from './failure-shapes.ts';
import type { JsonObject } from './json-object.ts';
import type { StagePlan } from './plan.ts';

/** An execution as it is kept: its plan and what happened to it. Where it stands is computed from the time. */
export type ExecutionRecord = {
  readonly id: string;
  readonly application: string;
  readonly pipeline: string;
  readonly trigger: JsonObject;
  readonly user: string;
  readonly stages: readonly StagePlan[];
  /** Times are epoch milliseconds. */
  readonly buildTime: number;
  readonly beginsAt: number;
  readonly supersededAt?: number;
  readonly startupError?: string;
  readonly strangeStatus?: string;
  /** Only one execution of its pipeline runs at a time. */
  readonly queue?: { readonly keepsWaiting: boolean };
  /** It waits for its turn: `beginsAt` means nothing yet. */
  readonly waits?: true;
  readonly cancel?: Cancel;
  /** Asked for when it was over: it is shown, and changes nothing. */
  readonly lateCancel?: Cancel;
  readonly pause?: {
    readonly at: number;
    readonly by: string;
    readonly resumed?: { readonly at: number; readonly by: string };
  };
  /** What the acts of stages led to, by refId. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
  readonly judgments: Readonly<Record<string, Judgment>>;
};

export type Cancel = { readonly at: number; readonly by: string; readonly reason?: string };

export type Outcome = {
  readonly at: number;
  readonly failure?: { readonly shape: ShapeName; readonly message: string };
};
export type Judgment = {
  readonly at: number;
  readonly by: string;
  readonly status: 'continue' | 'stop';
  readonly input?: string;
};

type StageStatus =
  | 'NOT_STARTED'
  | 'RUNNING'
  | 'SUCCEEDED'
  | 'SKIPPED'
  | 'FAILED_CONTINUE'
  | 'STOPPED'
  | 'TERMINAL'
  | 'CANCELED';

export type StageState = {
  readonly plan: StagePlan;
  readonly status: StageStatus;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly failure?: { readonly shape: ShapeName; readonly message?: string };
};

export type Timeline = {
  readonly status: 'NOT_STARTED' | 'RUNNING' | 'SUCCEEDED' | 'TERMINAL' | 'CANCELED';
  readonly startTime?: number;
  readonly endTime?: number;
  readonly stages: readonly StageState[];
};

/** Cancelling is cooperative: a running stage notices after this time. */
const CANCEL_LAG_MS = 150;

/** Where the execution stands at `now`. Pure: the same record and time give the same answer. */
export function timelineOf(record: ExecutionRecord, now: number): Timeline {
  const idle = record.stages.map((plan): StageState => ({ plan, status: 'NOT_STARTED' }));
  if (record.startupError !== undefined || record.stages.length === 0) {
    return { status: 'TERMINAL', endTime: record.buildTime, stages: idle };
  }
  const beginsAt = record.waits ? Infinity : record.beginsAt;
  const dropped = Math.min(record.supersededAt ?? Infinity, record.cancel?.at ?? Infinity);
  if (dropped < beginsAt && dropped <= now) return { status: 'CANCELED', endTime: dropped, stages: idle };
  if (now < beginsAt) return { status: 'NOT_STARTED', stages: idle };
  return { startTime: beginsAt, ...play(record, now) };
}

/** Whether somebody holds it up at `now`. */
export function isPaused({ pause }: ExecutionRecord, now: number): boolean {
  return pause !== undefined && pause.at <= now && now < (pause.resumed?.at ?? Infinity);
}

/** Whether it was cancelled, noticed or not. */
export function isCanceling({ cancel }: ExecutionRecord, now: number): boolean {
  return cancel !== undefined && cancel.at <= now;
}

function play(record: ExecutionRecord, now: number): Pick<Timeline, 'status' | 'endTime' | 'stages'> {
  const stages: StageState[] = [];
  let time = record.beginsAt;
  let ended: 'TERMINAL' | 'CANCELED' | 'SUCCEEDED' | undefined;
  let running = false;
  for (const plan of record.stages) {
    const state: StageState =
      ended || running ? { plan, status: 'NOT_STARTED' } : stageAt(record, plan, { begins: time, now });
    stages.push(state);
    time = state.endTime ?? time;
    if (state.status === 'RUNNING') running = true;
    // A stopped branch ends what is behind it, and lets the execution succeed.
    if (state.status === 'STOPPED') ended = 'SUCCEEDED';
    if (state.status === 'TERMINAL' || state.status === 'CANCELED') ended = state.status;
  }
  if (running) return { status: 'RUNNING', stages };
  return { status: ended ?? 'SUCCEEDED', endTime: time, stages };
}

function stageAt(
  record: ExecutionRecord,
  plan: StagePlan,
  { begins, now }: { begins: number; now: number },
): StageState {
  if (plan.skipped) return { plan, status: 'SKIPPED', startTime: begins, endTime: begins };
  const end = heldUp(record, endOf(record, plan, begins));
  const canceledAt = noticedAt(record, plan, begins);
  if (canceledAt < end.at) {
    if (now < canceledAt) return { plan, status: 'RUNNING', startTime: begins };
    return { plan, status: 'CANCELED', startTime: begins, endTime: canceledAt };
  }
  if (now < end.at) return { plan, status: 'RUNNING', startTime: begins };
  const { status, failure } = end;
  return { plan, status, startTime: begins, endTime: end.at, ...(failure && { failure }) };
}

/** Nothing ends while the execution is paused; what ran out meanwhile ends at once afterwards. */
function heldUp({ pause }: ExecutionRecord, end: StageEnd): StageEnd {
  const resumed = pause?.resumed?.at ?? Infinity;
  return pause && pause.at <= end.at && end.at < resumed ? { ...end, at: resumed } : end;
}

/** When the stage notices that it is cancelled. Once traffic is being switched it is too late, not while it is asked for. */
function noticedAt({ cancel, stages }: ExecutionRecord, plan: StagePlan, begins: number): number {
  if (cancel === undefined) return Infinity;
  const activation = stages.findIndex(({ effect }) => effect === 'activate');
  const isPast = activation >= 0 && stages.indexOf(plan) > activation;
  if (isPast || (plan.effect === 'activate' && !plan.approval && cancel.at >= begins)) return Infinity;
  return Math.max(cancel.at, begins) + CANCEL_LAG_MS;
}

type StageEnd = { readonly at: number; readonly status: StageStatus; readonly failure?: StageState['failure'] };

/** When and how the stage ends if nobody cancels; at Infinity as long as that is open. */
function endOf(record: ExecutionRecord, plan: StagePlan, begins: number): StageEnd {
  const planned = begins + plan.duration;
  if (plan.hangs) return { at: Infinity, status: 'RUNNING' };
  if (plan.approval) return judged(record.judgments[plan.refId], planned);
  if (plan.failure) return { at: planned, status: plan.failure.status, failure: { shape: plan.failure.shape } };
  if (plan.effect === undefined) return { at: planned, status: 'SUCCEEDED' };
  const outcome = record.outcomes[plan.refId];
  if (outcome === undefined) return { at: Infinity, status: 'RUNNING' };
  if (outcome.failure) return { at: outcome.at, status: 'TERMINAL', failure: outcome.failure };
  return { at: Math.max(planned, outcome.at), status: 'SUCCEEDED' };
}

function judged(judgment: Judgment | undefined, planned: number): StageEnd {
  if (judgment === undefined) return { at: Infinity, status: 'RUNNING' };
  const at = Math.max(judgment.at, planned);
  return judgment.status === 'continue'
    ? { at, status: 'SUCCEEDED' }
    : { at, status: 'TERMINAL', failure: { shape: 'judgment' } };
}
