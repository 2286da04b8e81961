import * as z from 'zod';
import { type ProblemCode, problemCodes } from './codes.ts';
import { instant } from './values.ts';

const codes = Object.keys(problemCodes) as [ProblemCode, ...ProblemCode[]];

/** One reason why an intent is not admitted. */
export const refusal = z
  .object({
    code: z.enum(codes),
    message: z.string().describe('What stands in the way'),
    hint: z.string().describe('What to do about it'),
    allowedFrom: instant.optional().describe('The instant from which time alone would have cured it'),
    facts: z.record(z.string(), z.unknown()).describe('The figures the rule looked at'),
  })
  .meta({ id: 'Refusal' });

export const fieldError = z
  .object({ path: z.string().describe('Dotted path, e.g. `body.version`'), message: z.string() })
  .meta({ id: 'FieldError' });

/** RFC 9457 problem details, sent as `application/problem+json`. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.enum(codes),
    requestId: z.string(),
    hint: z.string().optional(),
    refusals: z.array(refusal).optional(),
    fields: z.array(fieldError).optional(),
    operatorHint: z.string().optional().describe('For admins only'),
  })
  .meta({ id: 'Problem' });

export type Refusal = z.infer<typeof refusal>;
export type FieldError = z.infer<typeof fieldError>;
export type Problem = z.infer<typeof problem>;
