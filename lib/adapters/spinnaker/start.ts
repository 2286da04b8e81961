import {
  EngineFault,
  type EngineOrder,
  type EngineParameters,
  type FoundExecution,
  type StartAnswer,
} from '../../ports/engine.ts';
import { type Execution, instantOf, parseExecution } from './execution.ts';
import { rejection } from './failures.ts';
import { errorMessage } from './faults.ts';
import { segment } from './gate.ts';
import { list, record, text } from './json.ts';
import type { Wiring } from './wiring.ts';

/**
 * The engine's clock may be behind DXCP's by this much. It dates the executions; the beginning only keeps the engine from
 * reading all of its history.
 */
const CLOCK_BEHIND_MS = 24 * 3_600_000;
const REF = /^\/?pipelines\/([A-Za-z0-9-]{1,64})$/;

/**
 * Triggers by Gate's synchronous route: when it answers, the execution is stored. Throws an ambiguous fault whenever
 * the order may have been taken without a readable answer.
 */
export async function startExecution({ gate, links }: Wiring, order: EngineOrder): Promise<StartAnswer> {
  const answer = await gate.send({
    method: 'POST',
    path: `/pipelines/${segment(order.application)}/${segment(order.definition)}`,
    body: {
      type: 'manual',
      user: order.requestedBy,
      correlationId: order.correlationId,
      eventId: order.eventId,
      parameters: parametersOf(order),
      notifications: [],
    },
    user: order.requestedBy,
  });
  if (answer.status >= 400) {
    // Without the engine's own error body, something between DXCP and the engine has answered.
    if (answer.json === undefined) throw unreadable(answer.status);
    return { kind: 'rejected', failure: rejection(answer.status, errorMessage(answer.json)) };
  }
  const executionId = REF.exec(text(record(answer.json).ref) ?? '')?.[1];
  if (executionId === undefined) throw unreadable(answer.status);
  const executionUrl = links?.({ id: executionId, application: order.application });
  return { kind: 'accepted', executionId, ...(executionUrl && { executionUrl }) };
}

/** All that definitions may read. A type does not hold back what a record has besides; this list does. */
const SENT = [
  'deploymentId',
  'service',
  'environment',
  'version',
  'targetVersion',
  'artifactRef',
  's3Bucket',
  's3Key',
  'changeSummary',
] as const satisfies (keyof EngineParameters)[];

function parametersOf({ parameters }: EngineOrder): Record<string, string> {
  return Object.fromEntries(SENT.flatMap((name) => (parameters[name] === undefined ? [] : [[name, parameters[name]]])));
}

/**
 * Looks through the application's executions since a day before the first attempt. Without an end, because a clock that
 * is ahead would put the execution behind it; not by the definition's name either: one that was renamed meanwhile would
 * hide its execution. What is hidden is started twice.
 */
export async function findExecutions({ gate }: Wiring, order: EngineOrder): Promise<readonly FoundExecution[]> {
  const answer = await gate.read({
    path: `/applications/${segment(order.application)}/executions/search`,
    query: {
      eventId: order.eventId,
      triggerTimeStartBoundary: String(Date.parse(order.requestedAt) - CLOCK_BEHIND_MS),
      startIndex: '0',
      size: '10',
      expand: 'false',
    },
  });
  return list(answer)
    .flatMap((item) => parseExecution(item) ?? [])
    .filter((execution) => execution.eventId === order.eventId)
    .sort((a, b) => begun(a) - begun(b))
    .map((execution) => ({ id: execution.id, startedAt: instantOf(begun(execution)) ?? order.requestedAt }));
}

function begun(execution: Execution): number {
  return execution.buildTime ?? execution.startTime ?? 0;
}

function unreadable(status: number): EngineFault {
  const message = `The engine answered ${status} without saying whether it took the order.`;
  return new EngineFault('CALL_FAILED', message, { ambiguous: true });
}
