import * as z from 'zod';

/** What an engine lets DXCP do. People are told what theirs cannot do; nothing is promised that it does not keep. */
export const engineAbilities = z
  .object({
    search: z.boolean().describe('An order whose answer was lost can be looked for; otherwise it is never given again'),
    cancel: z.boolean().describe('Work under way can be stopped'),
    observation: z.boolean().describe('It can be asked how work stands; otherwise only its events tell'),
    events: z.boolean().describe('It sends events, so that its word is known at once'),
  })
  .meta({ id: 'EngineAbilities' });
export type EngineAbilities = z.infer<typeof engineAbilities>;
