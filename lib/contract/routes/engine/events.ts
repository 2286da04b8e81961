import * as z from 'zod';
import { route } from '../../route.ts';

/** Whatever the engine sends; what of it is understood is its adapter's business. */
const engineEvent = z.record(z.string(), z.unknown()).describe('An event as the engine sends it');

export const engineEvents = route({
  operation: 'engine.events',
  method: 'POST',
  path: '/v1/engine/events',
  // Some engines put a slash behind the address that they were given.
  andBelow: true,
  permission: 'engine',
  summary:
    'Where the engine sends its events: each is a hint to look, and is answered alike whether or not it concerns DXCP',
  body: engineEvent,
  status: 202,
  response: z.object({ taken: z.literal(true) }).meta({ id: 'EventTaken' }),
  problems: [],
});
