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
    /** Whether the failure ends the execution (TERMINAL) or is passed over. */
    readonly status: 'TERMINAL' | 'FAILED_CONTINUE';
  };
  /** The execution itself brings the earlier version back after its failure. */
  readonly rollsBack?: true;
  /** The trigger is refused, yet a failed execution is stored. */
  readonly startupError?: string;
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
  {
    name: 'warnings',
    description: 'Succeeds although a stage failed',
    failure: { at: 'verify', shape: 'unknown', status: 'FAILED_CONTINUE' },
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
    startupError: 'Unmatched expected artifact',
  },
  { name: 'slow', description: 'Takes ten times as long', pace: 10 },
  { name: 'hang', description: 'Never leaves its start stage; can be cancelled', hangs: 'start' },
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
  return { name: `fail-${category}`, description, failure: { at, shape, status: 'TERMINAL' } };
}

export function scenarioNamed(name: string | undefined): Scenario | undefined {
  return SCENARIOS.find((scenario) => scenario.name === name);
}

export function scenarioOfVersion(version: string): Scenario | undefined {
  return scenarioNamed(/-sim-([a-z-]+)$/.exec(version)?.[1]);
}
