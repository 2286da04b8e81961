import type { Execution } from './execution.ts';
import { inPlainWords } from './redaction.ts';

/** Reasons the engine gives of its own accord, told shorter and without its words. */
const OWN_REASONS: readonly (readonly [RegExp, string])[] = [
  [/newer queued execution/i, 'A newer run of the same definition took its place while it waited'],
  [/start time expiry/i, 'It waited for its turn until it was too late to begin'],
  [/pending .{0,40}(?:queue|depth)/i, 'Too many runs of the same definition were waiting'],
];

/** Why the execution was cancelled, as far as the engine knows. */
export function canceledBecause({ cancellationReason: reason }: Execution): readonly string[] {
  if (reason === undefined) return [];
  const own = OWN_REASONS.find(([pattern]) => pattern.test(reason));
  return [own?.[1] ?? `The engine gives as reason for the end: ${inPlainWords(reason, 300)}`];
}
