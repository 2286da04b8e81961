import type { Holder } from '../contract/admission.ts';
import type { Slots } from './records.ts';

/** Who holds places, longest first. */
export const holdersOf = (slots: Slots | undefined): Holder[] =>
  Object.entries(slots?.holders ?? {})
    .map(([deploymentId, holder]) => ({ deploymentId, ...holder }))
    .sort((a, b) => a.since.localeCompare(b.since));
