import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type PlaneProcessOptions, startPlaneProcess, urlOf } from '../../test/crash/plane-process.ts';

type Wanted = Pick<PlaneProcessOptions, 'program'> & { readonly speed: number };

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const stop = (): never => process.exit(130);

/** Starts a plane on empty data, works with it, and leaves nothing of it. */
export async function withOwnPlane<T>(wanted: Wanted, work: (baseUrl: string) => Promise<T>): Promise<T> {
  const data = mkdtempSync(join(tmpdir(), 'dxcp-conformance-'));
  const port = await freePort();
  const plane = startPlaneProcess({ data, port, ...wanted });
  const remove = () => rmSync(data, { recursive: true, force: true });
  const abandon = () => {
    process.kill(plane.pid, 'SIGKILL');
    remove();
  };
  process.once('exit', abandon);
  for (const signal of SIGNALS) process.once(signal, stop);
  try {
    await plane.ready;
    return await work(urlOf({ port }));
  } finally {
    process.off('exit', abandon);
    for (const signal of SIGNALS) process.off(signal, stop);
    await plane.kill();
    remove();
  }
}
