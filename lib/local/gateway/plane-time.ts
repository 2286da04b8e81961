import type { PlaneClock } from '../clock/clock.ts';
import type { Gateway } from './gateway.ts';

type Serve = Gateway['serve'];

/** Every answer tells the plane's time, and how fast it runs where that is not as fast as the world's. */
export const tellingTime =
  (serve: Serve, { now, speed }: Pick<PlaneClock, 'now' | 'speed'>): Serve =>
  async (request) => {
    const response = await serve(request);
    const told = { date: new Date(now()).toUTCString(), ...(speed === 1 ? {} : { 'clock-speed': String(speed) }) };
    return { ...response, headers: { ...response.headers, ...told } };
  };
