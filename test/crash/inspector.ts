import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import type { PlaneProcess } from './plane-process.ts';

/** Asks a process that was started with `--inspect` what it holds. */
export type Inspector = {
  /** Heap and buffers in MiB after everything that can be collected was; CPU seconds since the start. */
  readonly measure: () => Promise<{ readonly heapMiB: number; readonly cpuSeconds: number }>;
  readonly close: () => void;
};

const reply = z.object({ id: z.number(), result: z.object({ result: z.object({ value: z.string() }).optional() }) });
const measured = z.object({ heapUsed: z.number(), arrayBuffers: z.number(), cpu: z.number() });
const EXPRESSION = `(() => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return JSON.stringify({ heapUsed, arrayBuffers, cpu: (user + system) / 1e6 });
})()`;

export async function inspect(plane: PlaneProcess): Promise<Inspector> {
  const address = /Debugger listening on (ws:\S+)/.exec(plane.said())?.[1];
  if (address === undefined) throw new Error('The process does not listen to an inspector');
  const socket = new WebSocket(address);
  await once(socket, 'open');
  let calls = 0;
  const call = async (method: string, params: object = {}): Promise<string> => {
    calls += 1;
    const id = calls;
    socket.send(JSON.stringify({ id, method, params }));
    for (;;) {
      const [event]: unknown[] = await once(socket, 'message');
      const text = event instanceof MessageEvent ? String(event.data) : '{}';
      const answer = reply.safeParse(JSON.parse(text));
      if (answer.success && answer.data.id === id) return answer.data.result.result?.value ?? '';
    }
  };
  return {
    measure: async () => {
      await call('HeapProfiler.collectGarbage');
      await wait(50);
      await call('HeapProfiler.collectGarbage');
      const { heapUsed, arrayBuffers, cpu } = measured.parse(
        JSON.parse(await call('Runtime.evaluate', { expression: EXPRESSION })),
      );
      return { heapMiB: (heapUsed + arrayBuffers) / 1024 / 1024, cpuSeconds: cpu };
    },
    close: () => socket.close(),
  };
}
