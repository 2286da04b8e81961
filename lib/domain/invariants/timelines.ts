import { broken, type Check, type Invariant } from './invariant.ts';

/** A timeline tells everything, in order. */
export const timelines: Invariant = {
  id: 'timelines',
  title: 'Timeline sequences begin with one, have no gaps and end where the record says',
  check: function* ({ deployments, timelines }) {
    for (const { id, timelineSequence } of deployments.values()) {
      yield isGapless(id, timelines.get(id) ?? [], timelineSequence);
    }
  },
};

const isGapless = (id: string, sequences: readonly number[], last: number): Check => {
  const gap = sequences.findIndex((sequence, index) => sequence !== index + 1);
  if (gap >= 0) return broken([id], `The timeline of ${id} has ${sequences[gap]} where ${gap + 1} should be`);
  return (
    sequences.length === last ||
    broken([id], `The timeline of ${id} has ${sequences.length} entries; the record says ${last}`)
  );
};
