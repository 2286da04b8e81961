import type { StageRole } from './definitions.ts';
import type { ShapeName } from './failure-shapes.ts';

/**
 * How an execution may go. A scenario is chosen by the pipeline (`dxcp-scenarios/<name>`), by an admin rule, or by the
 * version (`1.0.0-sim-<name>`), in this order; without any of them the execution goes well, as far as the service does.
 */
export type Scenario = {
  readonly name: string;
  readonly description: string;
  /** Waits behind another run before it begins. */
  readonly queuedSeconds?: number;
  /** Dropped from the queue for a newer run after this time. */
  readonly supersededSeconds?: number;
  /** Cancelled by somebody in the engine after this time. */
  readonly canceledSeconds?: number;
  /** Multiplies the duration of every stage. */
  readonly pace?: number;
  /** Never leaves this stage. */
  readonly hangs?: StageRole;
  /** Stops at this stage until somebody judges. */
  readonly approval?: StageRole;
  readonly failure?: {
    readonly at: StageRole;
    readonly shape: ShapeName;
    /** Whether the failure ends the execution (TERMINAL), its branch only, or is passed over. */
    readonly status: 'TERMINAL' | 'STOPPED' | 'FAILED_CONTINUE';
  };
  /** The execution itself brings the earlier version back after its failure. */
  readonly rollsBack?: true;
  /** The trigger is refused, yet a failed execution is stored. */
  readonly startupError?: string;
  /** A parameter the definition insists on besides the usual ones. */
  readonly requires?: string;
  /** A definition without stages: accepted, and over at once. */
  readonly isEmpty?: true;
  /** Only one execution of the pipeline runs at a time; the others wait, or only the newest of them does. */
  readonly queue?: { readonly keepsWaiting: boolean };
  /** A status no adapter knows. */
  readonly strangeStatus?: string;
};

export const SCENARIOS: readonly Scenario[] = [
  { name: 'success', description: 'Every stage succeeds' },
  fails('validation', 'check', 'precondition', 'A precondition does not hold'),
  fails('policy', 'switch', 'judgment', 'An approver refuses'),
  fails('artifact', 'fetch', 'artifact', 'The artifact cannot be unpacked'),
  fails('infrastructure', 'start', 'upstream', 'A service of the engine is down'),
  fails('config', 'start', 'expression', 'The pipeline refers to a setting that does not exist'),
  fails('app', 'start', 'unhealthy', 'The new version never becomes ready'),
  fails('timeout', 'start', 'timeout', "A stage exceeds the engine's own limit"),
  fails('rollback', 'switch', 'rollback', 'Bringing the earlier version back fails'),
  fails('unknown', 'start', 'unknown', 'Something nobody has seen before'),
  ends('judgment-refused', 'switch', 'judgment', 'An approver is asked and refuses'),
  ends('precondition-fails', 'check', 'precondition', 'An expression the definition insists on is not true'),
  ends('expression-fails', 'fetch', 'expression', 'An expression of the definition cannot be evaluated'),
  ends('stage-timeout', 'start', 'stageTimeout', 'A stage exceeds the limit its author gave it'),
  ends('webhook-refused', 'verify', 'webhookRefused', 'The system that verifies answers 422 and says why'),
  ends('webhook-unreachable', 'verify', 'webhookUnreachable', 'The system that verifies cannot be reached'),
  ends('webhook-ends-badly', 'verify', 'webhookEndsBadly', 'The system that verifies is watched until it says no'),
  ends('unknown-stage', 'start', 'unknownStage', 'The definition has a stage of a type the engine does not have'),
  { name: 'nothing-began', description: 'A definition without stages: over at once, without a reason', isEmpty: true },
  { name: 'rejected', description: 'Asks for a parameter no order carries', requires: 'approvalTicket' },
  {
    name: 'warnings',
    description: 'Succeeds although a stage failed',
    failure: { at: 'verify', shape: 'precondition', status: 'FAILED_CONTINUE' },
  },
  {
    name: 'stopped',
    description: 'Succeeds although a stage failed and what follows it never ran',
    failure: { at: 'verify', shape: 'precondition', status: 'STOPPED' },
  },
  {
    name: 'rolled-back',
    description: 'Verification fails and the execution itself returns to the earlier version',
    failure: { at: 'verify', shape: 'unhealthy', status: 'FAILED_CONTINUE' },
    rollsBack: true,
  },
  {
    name: 'startup',
    description: 'Refused at startup, leaving a failed execution behind',
    startupError: 'Pipeline is disabled and cannot be started.',
  },
  { name: 'slow', description: 'Takes ten times as long', pace: 10 },
  { name: 'hang', description: 'Never leaves its start stage; can be cancelled', hangs: 'start' },
  { name: 'one-at-a-time', description: 'Waits while another run of it is under way', queue: { keepsWaiting: true } },
  {
    name: 'newest-only',
    description: 'The same, but only the newest that waits is run',
    queue: { keepsWaiting: false },
  },
  { name: 'queued', description: 'Waits four seconds behind another run, then goes well', queuedSeconds: 4 },
  {
    name: 'superseded',
    description: 'Waits, then is dropped for a newer run',
    queuedSeconds: 3600,
    supersededSeconds: 3,
  },
  { name: 'canceled', description: 'Cancelled by somebody in the engine after two seconds', canceledSeconds: 2 },
  { name: 'approval', description: 'Waits for a judgment before traffic is switched', approval: 'switch' },
  { name: 'strange', description: 'Reports a status no adapter knows', hangs: 'start', strangeStatus: 'PONDERING' },
];

function fails(category: string, at: StageRole, shape: ShapeName, description: string): Scenario {
  return ends(`fail-${category}`, at, shape, description);
}

function ends(name: string, at: StageRole, shape: ShapeName, description: string): Scenario {
  return { name, description, failure: { at, shape, status: 'TERMINAL' } };
}

export function scenarioNamed(name: string | undefined): Scenario | undefined {
  return SCENARIOS.find((scenario) => scenario.name === name);
}

export function scenarioOfVersion(version: string): Scenario | undefined {
  return scenarioNamed(/-sim-([a-z-]+)$/.exec(version)?.[1]);
}
