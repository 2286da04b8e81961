import * as z from 'zod';
import { instant } from './values.ts';

/** Why a deployment failed, in the words of the people who ship services. */
export const failureCategory = z.enum([
  'VALIDATION',
  'POLICY',
  'ARTIFACT',
  'INFRASTRUCTURE',
  'CONFIG',
  'APP',
  'TIMEOUT',
  'ROLLBACK',
  'UNKNOWN',
]);

export const failure = z
  .object({
    category: failureCategory,
    summary: z.string().describe('One line: what failed'),
    detail: z.string().optional(),
    actionHint: z.string().describe('The one next step that is most likely to help'),
    retryable: z.boolean().optional().describe('Whether the same deployment may succeed when tried again'),
    observedAt: instant,
  })
  .meta({ id: 'Failure' });

export type FailureCategory = z.infer<typeof failureCategory>;
export type Failure = z.infer<typeof failure>;
