import type { ActResult, ReleaseOrder, Services } from '../engine/conductor.ts';
import { createFront } from './front.ts';
import { openReleases, type Release, type Releases } from './releases.ts';
import { type HealthPatience, judgeHealth, type ServiceProcess, startService } from './service-process.ts';

export type DeployerSettings = {
  readonly dataDir: string;
  /** The registered artifact's bytes; rejects when there is none. */
  readonly readArtifact: (bucket: string, key: string) => Promise<Uint8Array>;
  /** Divides how long a version may take to prove that it is not healthy. */
  readonly speed?: number;
};

export type Deployer = Services & {
  /** Serves on 127.0.0.1 (0 takes a free port), starts again what served before, and resolves to the base address. */
  open(port?: number): Promise<string>;
  /** What serves now. */
  serving(): readonly Release[];
  /** Stops every service and the front. */
  close(): Promise<void>;
};

/** A service's address below the front's, as a service's `urlTemplate` wants it. */
export const SERVICE_PATH_TEMPLATE = '/services/{environment}/{service}';

/** Deploys reference services for real: as processes of their own behind one stable front. */
export function createDeployer({ dataDir, readArtifact, speed = 1 }: DeployerSettings): Deployer {
  const releases = openReleases(dataDir);
  const processes = new Map<string, ServiceProcess>();
  const discarded = new Set<string>();
  let isClosed = false;
  const patience: HealthPatience = { failingMs: Math.max(1500 / speed, 300), silentMs: Math.max(4000 / speed, 1000) };
  const front = createFront((environment, service) => {
    const release = releases.serving().find((other) => other.environment === environment && other.service === service);
    return release && processes.get(release.id);
  });
  const stop = async (id: string) => {
    const running = processes.get(id);
    processes.delete(id);
    await running?.stop();
  };

  const prepare = async (order: ReleaseOrder): Promise<ActResult> => {
    const fetched = await readArtifact(order.bucket, order.key).catch((error: unknown) =>
      broken('could not be read', error),
    );
    if ('ok' in fetched) return fetched;
    return unpack(releases, order, fetched);
  };
  const launch = async (order: ReleaseOrder): Promise<ActResult> => {
    const prepared: ActResult = releases.isUnpacked(order.id) ? { ok: true } : await prepare(order);
    if (!prepared.ok) return prepared;
    const started = await startService(releases.directory(order.id), order.environment).catch(failedToStart);
    if ('ok' in started) return started;
    processes.set(order.id, started);
    if (isClosed || discarded.has(order.id)) await stop(order.id);
    const verdict = await judgeHealth(started, patience);
    if (verdict === 'healthy') return { ok: true };
    await stop(order.id);
    return { ok: false, ...verdict };
  };
  const activate = async (order: ReleaseOrder): Promise<ActResult> => {
    const launched: ActResult = processes.has(order.id) ? { ok: true } : await launch(order);
    if (!launched.ok) return launched;
    const { id, service, environment, version } = order;
    const replaced = releases.serve({ id, service, environment, version });
    if (replaced) await stop(replaced.id);
    if (replaced) releases.remove(replaced.id);
    return { ok: true };
  };
  const discard = async (id: string) => {
    if (releases.serving().some((release) => release.id === id)) return;
    discarded.add(id);
    await stop(id);
    releases.remove(id);
  };
  const restore = async (release: Release) => {
    const started = await startService(releases.directory(release.id), release.environment).catch(() => undefined);
    if (started) processes.set(release.id, started);
  };
  return {
    prepare,
    launch,
    activate,
    discard,
    serving: releases.serving,
    open: async (port = 0) => {
      await Promise.all(releases.serving().map(restore));
      return front.listen(port);
    },
    close: async () => {
      isClosed = true;
      await Promise.all([...processes.keys()].map(stop));
      await front.close();
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
