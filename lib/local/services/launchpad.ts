import type { ActResult, ReleaseOrder } from '../engine/conductor.ts';
import type { Release, Releases } from './releases.ts';
import { type HealthPatience, judgeHealth, type ServiceProcess, startService } from './service-process.ts';

export type LaunchpadSettings = {
  readonly releases: Releases;
  readonly readArtifact: (bucket: string, key: string) => Promise<Uint8Array>;
  readonly patience: HealthPatience;
};

/** Brings releases from an artifact to a healthy process, and ends their processes. */
export type Launchpad = {
  prepare(order: ReleaseOrder): Promise<ActResult>;
  launch(order: ReleaseOrder): Promise<ActResult>;
  /** Starts what is unpacked and was healthy before. */
  resume(release: Release): Promise<void>;
  running(id: string): ServiceProcess | undefined;
  stop(id: string): Promise<void>;
  /** Stops the release now, or as soon as it has started. */
  abort(id: string): Promise<void>;
  close(): Promise<void>;
};

export function createLaunchpad({ releases, readArtifact, patience }: LaunchpadSettings): Launchpad {
  const processes = new Map<string, ServiceProcess>();
  const aborted = new Set<string>();
  let isClosed = false;
  const stop = async (id: string) => {
    const running = processes.get(id);
    processes.delete(id);
    await running?.stop();
  };
  const start = async ({ id, environment }: { id: string; environment: string }) => {
    const started = await startService(releases.directory(id), environment);
    processes.set(id, started);
    if (isClosed || aborted.has(id)) await stop(id);
    return started;
  };
  const prepare = async (order: ReleaseOrder): Promise<ActResult> => {
    const fetched = await readArtifact(order.bucket, order.key).catch((error: unknown) =>
      broken('could not be read', error),
    );
    return 'ok' in fetched ? fetched : unpack(releases, order, fetched);
  };
  const launch = async (order: ReleaseOrder): Promise<ActResult> => {
    const prepared: ActResult = releases.isUnpacked(order.id) ? { ok: true } : await prepare(order);
    if (!prepared.ok) return prepared;
    const started = await start(order).catch(failedToStart);
    if ('ok' in started) return started;
    const verdict = await judgeHealth(started, patience);
    if (verdict === 'healthy') return { ok: true };
    await stop(order.id);
    return { ok: false, ...verdict };
  };
  return {
    prepare,
    launch,
    stop,
    running: (id) => processes.get(id),
    // What served before and does not start any more is shown as not answering; the plane starts all the same.
    resume: (release) =>
      start(release).then(
        () => undefined,
        () => undefined,
      ),
    abort: (id) => {
      aborted.add(id);
      return stop(id);
    },
    close: async () => {
      isClosed = true;
      await Promise.all([...processes.keys()].map(stop));
    },
  };
}

function unpack(releases: Releases, order: ReleaseOrder, archive: Uint8Array): ActResult {
  try {
    releases.unpack(order.id, archive);
    return { ok: true };
  } catch (error) {
    return broken(`of ${order.service} ${order.version} could not be unpacked`, error);
  }
}

function broken(what: string, error: unknown): ActResult & { ok: false } {
  return { ok: false, reason: 'artifact', message: `The artifact ${what}: ${wordsOf(error)}` };
}

function failedToStart(error: unknown): ActResult & { ok: false } {
  return { ok: false, reason: 'unhealthy', message: wordsOf(error) };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
