import {
  type EngineFailure,
  EngineFault,
  type EngineOrder,
  type Observation,
  type Watched,
} from '../../ports/engine.ts';
import { OversizedAnswer } from './bounded-body.ts';
import { type Execution, parseExecution } from './execution.ts';
import { failuresOf, unreadable } from './failures.ts';
import { segment } from './gate.ts';
import { list } from './json.ts';
import { glance } from './observation.ts';
import type { Wiring } from './wiring.ts';

const BATCH = 50;

/** What one batch may cost besides itself: enough to tell one bad id from 49 good ones. */
const EXTRA_CALLS = 12;

/** So long after the end reasons that cannot be read are asked for again; then it ends without them. */
const PATIENCE_MS = 5 * 60_000;

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
  return { ...seen, failures: await reasonsOf(wiring, execution, order) };
}

/** The end of a deployment must not hang on its reasons: they are given up when they cannot be read for long. */
async function reasonsOf(
  wiring: Wiring,
  execution: Execution,
  { steps, requestedAt }: EngineOrder,
): Promise<readonly EngineFailure[]> {
  const { endTime, startTime, buildTime } = execution;
  const now = wiring.now();
  const known = [endTime, startTime, buildTime, Date.parse(requestedAt)].find(
    (time) => time !== undefined && time <= now + PATIENCE_MS,
  );
  const isOver = known === undefined || now - known > PATIENCE_MS;
  const fetch = async (childId: string): Promise<Execution | undefined> => {
    try {
      return await readFull(wiring, childId);
    } catch (error) {
      if (isOver && error instanceof EngineFault) return undefined;
      throw error;
    }
  };
  try {
    return await failuresOf((await readFull(wiring, execution.id)) ?? execution, { steps, fetch });
  } catch (error) {
    if (isOver && error instanceof EngineFault) return [unreadable(error.message, execution)];
    throw error;
  }
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
    const batch = ids.slice(start, start + BATCH);
    const executions = await readInParts(wiring, batch);
    for (const id of batch) {
      const execution = executions.get(id);
      if (execution) seen.set(id, glance(execution, steps.get(id) ?? [], linkOf(wiring, execution)));
    }
  }
  return seen;
}

/**
 * Halves a batch that the engine answers with an error, or with too much, so that one bad execution does not hide the
 * others; it alone is left out, as unknown. When none can be read, that is an error.
 */
async function readInParts(wiring: Wiring, ids: readonly string[]): Promise<ReadonlyMap<string, Execution>> {
  const parts = [ids];
  const read = new Map<string, Execution>();
  let extra = EXTRA_CALLS;
  let fault: EngineFault | undefined;
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    try {
      const executions = await readMany(wiring, part);
      for (const [id, execution] of executions) read.set(id, execution);
    } catch (error) {
      // Everything else but a failed call would befall a smaller part, too.
      if (!(error instanceof EngineFault) || error.kind !== 'CALL_FAILED') throw error;
      fault ??= error;
      if (part.length < 2 || extra < 2) continue;
      extra -= 2;
      const middle = Math.ceil(part.length / 2);
      parts.push(part.slice(0, middle), part.slice(middle));
    }
  }
  if (fault !== undefined && read.size === 0) throw fault;
  return read;
}

async function readMany({ gate }: Wiring, ids: readonly string[]): Promise<ReadonlyMap<string, Execution>> {
  const query = { executionIds: ids.join(','), expand: 'false' };
  const answer = await gate.read({ path: '/executions', query, attempts: 1 });
  if (!Array.isArray(answer)) {
    throw new EngineFault('CALL_FAILED', 'The engine answered with something that is no list.', { ambiguous: false });
  }
  const executions = list(answer).flatMap((item) => parseExecution(item) ?? []);
  return new Map(executions.filter(({ id }) => ids.includes(id)).map((execution) => [execution.id, execution]));
}

/** With contexts. Undefined when it is gone or too large, which it will stay. */
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
