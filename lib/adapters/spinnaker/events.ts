import { DEPLOYMENT_ID_PATTERN } from '../../contract/values.ts';
import type { EngineEvent, ReadEngineEvent } from '../../ports/engine.ts';
import { at, isRecord, type JsonRecord, record, text } from './json.ts';

/** Beginnings and ends of executions and stages. Tasks are many and change nothing that is shown. */
const TOLD = /^orca:(?:pipeline|stage):/i;

/**
 * Which of DXCP's deployments an event of Echo's REST listener is about. Nothing else of it is taken: Spinnaker can be
 * asked, so that the event needs no trust beyond that it was sent.
 */
export const readSpinnakerEvent: ReadEngineEvent = (body) => {
  const event = unwrapped(body);
  if (!TOLD.test(text(at(opened(event.details), 'type')) ?? '')) return undefined;
  const content = opened(event.content);
  const execution = record(content.execution);
  const deploymentId = deploymentOf(record(execution.trigger));
  if (deploymentId === undefined) return undefined;
  const executionId = text(execution.id) ?? text(content.executionId);
  return { deploymentId, ...(executionId === undefined ? {} : { executionId }) } satisfies EngineEvent;
};

/** Echo can be told to put the event into a field of its own (`wrap`), whose name it lets its operators choose. */
const unwrapped = (body: unknown): JsonRecord => {
  const outer = record(body);
  return [outer, ...Object.values(outer)].filter(isRecord).find(({ details }) => details !== undefined) ?? {};
};

/** … and to write objects inside it as text (`flatten`). */
const opened = (value: unknown): JsonRecord => {
  if (typeof value !== 'string') return record(value);
  try {
    return record(JSON.parse(value));
  } catch {
    return {};
  }
};

/** By the ids that every order carries; a run that a person repeats in Spinnaker has only the parameters in common. */
const deploymentOf = (trigger: JsonRecord): string | undefined =>
  [
    text(trigger.eventId)?.replace(/^dxcp-/, ''),
    text(trigger.correlationId)?.replace(/^dxcp:/, ''),
    text(at(trigger, 'parameters', 'deploymentId')),
  ].find((id) => id !== undefined && DEPLOYMENT_ID_PATTERN.test(id));
