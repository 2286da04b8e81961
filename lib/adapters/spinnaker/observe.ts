import { EngineFault, type EngineOrder, type Observation, type Watched } from '../../ports/engine.ts';
import { OversizedAnswer } from './bounded-body.ts';
import { type Execution, parseExecution } from './execution.ts';
import { failuresOf } from './failures.ts';
import { segment } from './gate.ts';
import { list } from './json.ts';
import { glance } from './observation.ts';
import type { Wiring } from './wiring.ts';

const BATCH = 50;

/**
 * Reads the execution without its contexts, which may be megabytes; only when it failed once more in full, for the
 * reasons. Undefined when the engine does not list the id, which right after a start proves nothing.
 */
export async function observeExecution(
  wiring: Wiring,
  executionId: string,
  order: EngineOrder,
): Promise<Observation | undefined> {
  const execution = (await readMany(wiring, [executionId])).get(executionId);
  if (!execution) return undefined;
  const seen = glance(execution, order.steps, linkOf(wiring, execution));
  if (seen.status !== 'FAILED' && seen.status !== 'ROLLED_BACK') return seen;
  const full = await readFull(wiring, executionId);
  const failures = await failuresOf(full ?? execution, {
    steps: order.steps,
    fetch: (childId) => readFull(wiring, childId),
  });
  return { ...seen, failures };
}

/** Many executions in calls of at most 50 ids. */
export async function observeExecutions(
  wiring: Wiring,
  watched: readonly Watched[],
): Promise<ReadonlyMap<string, Observation>> {
  const seen = new Map<string, Observation>();
  const steps = new Map(watched.map((one) => [one.executionId, one.steps]));
  const ids = [...steps.keys()];
  for (let start = 0; start < ids.length; start += BATCH) {
    const executions = await readInParts(wiring, ids.slice(start, start + BATCH));
    for (const [id, execution] of executions)
      seen.set(id, glance(execution, steps.get(id) ?? [], linkOf(wiring, execution)));
  }
  return seen;
}

/** Halves a batch whose answer is too large, so that one large execution does not hide the others. */
async function readInParts(wiring: Wiring, ids: readonly string[]): Promise<ReadonlyMap<string, Execution>> {
  try {
    return await readMany(wiring, ids);
  } catch (error) {
    if (!(error instanceof OversizedAnswer) || ids.length < 2) throw error;
    const middle = Math.ceil(ids.length / 2);
    const first = await readInParts(wiring, ids.slice(0, middle));
    return new Map([...first, ...(await readInParts(wiring, ids.slice(middle)))]);
  }
}

async function readMany({ gate }: Wiring, ids: readonly string[]): Promise<ReadonlyMap<string, Execution>> {
  const answer = await gate.read({ path: '/executions', query: { executionIds: ids.join(','), expand: 'false' } });
  if (!Array.isArray(answer)) {
    throw new EngineFault('CALL_FAILED', 'The engine answered with something that is no list.', { ambiguous: false });
  }
  const executions = list(answer).flatMap((item) => parseExecution(item) ?? []);
  return new Map(executions.filter(({ id }) => ids.includes(id)).map((execution) => [execution.id, execution]));
}

/** With contexts. Undefined when it is gone or too large: the end of a deployment must not hang on its reasons. */
async function readFull({ gate }: Wiring, executionId: string): Promise<Execution | undefined> {
  try {
    return parseExecution(await gate.readIfPresent({ path: `/pipelines/${segment(executionId)}` }));
  } catch (error) {
    if (error instanceof OversizedAnswer) return undefined;
    throw error;
  }
}

function linkOf({ links }: Wiring, execution: Execution): string | undefined {
  const { id, application } = execution;
  return links?.(application === undefined ? { id } : { id, application });
}
