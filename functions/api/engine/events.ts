import { engineEvents } from '../../../lib/contract/routes/engine/events.ts';
import { hookEndpoint } from '../../../lib/http/hook.ts';
import { passOn } from '../../../lib/usecases/hear-event.ts';
import { clock, observer, readEvents } from '../../live.ts';

export const handler = hookEndpoint(engineEvents, async (body) => {
  await passOn({ observer: observer(), clock: clock(), readers: readEvents }, body);
  return { taken: true as const };
});
