import * as z from 'zod';
import { instant } from './values.ts';

const waitReasons = ['TURN', 'HAND_OVER', 'CONFIRMATION', 'ENGINE_START', 'APPROVAL', 'PAUSE'] as const;

export const wait = z
  .object({
    on: z
      .enum(waitReasons)
      .describe(
        'TURN: the end of the deployment that it replaces (`waitsFor`). HAND_OVER: to be handed over to the engine. CONFIRMATION: whether the engine has taken the order. ENGINE_START: the engine has it and has not begun. APPROVAL: somebody who approves a step, in the engine. PAUSE: somebody paused the work in the engine',
      ),
    label: z.string().describe('The same in words'),
    detail: z.string().optional().describe('What happens next, or what to do'),
    since: instant,
    step: z.string().optional().describe('The step that waits for its approval'),
  })
  .meta({
    id: 'Wait',
    description: 'What a deployment in flight waits for. HAND_OVER, CONFIRMATION and ENGINE_START usually last seconds',
  });
export type Wait = z.infer<typeof wait>;
