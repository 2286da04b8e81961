import fc from 'fast-check';
import { CHANGE_SUMMARY_MAX } from '../../lib/contract/values.ts';
import { hostileString } from './hostile.ts';

/** Any text that a change may be summed up with, however odd. */
export const oddSummary: fc.Arbitrary<string> = fc
  .oneof(hostileString, fc.string({ unit: 'grapheme', maxLength: CHANGE_SUMMARY_MAX }))
  .map((text) => text.slice(0, CHANGE_SUMMARY_MAX));
