import { type ExecutionRecord, timelineOf } from '../../lib/local/engine/timeline.ts';

/** When the engine sends events of an execution from now on, in epoch milliseconds: as it and its stages begin and end. */
export const eventTimesOf = (execution: ExecutionRecord, now: number): readonly number[] => {
  const { startTime, endTime, stages } = timelineOf(execution, Number.MAX_SAFE_INTEGER);
  const times = [startTime, endTime, ...stages.flatMap((stage) => [stage.startTime, stage.endTime])];
  return times.filter((time) => time !== undefined).filter((time) => time >= now);
};
