import type { ActResult, ReleaseOrder, Services } from '../engine/conductor.ts';
import { createFront } from './front.ts';
import { createLaunchpad } from './launchpad.ts';
import { openReleases, type Release } from './releases.ts';

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
  const patience = { failingMs: Math.max(1500 / speed, 300), silentMs: Math.max(4000 / speed, 1000) };
  const launchpad = createLaunchpad({ releases, readArtifact, patience });
  const front = createFront((environment, service) => {
    const release = releases.serving().find((other) => other.environment === environment && other.service === service);
    return release && launchpad.running(release.id);
  });
  const remove = async (id: string) => {
    await launchpad.abort(id);
    releases.remove(id);
  };
  const activate = async (order: ReleaseOrder): Promise<ActResult> => {
    const launched: ActResult = launchpad.running(order.id) ? { ok: true } : await launchpad.launch(order);
    if (!launched.ok) return launched;
    const { id, service, environment, version } = order;
    const replaced = releases.serve({ id, service, environment, version });
    if (replaced) await remove(replaced.id);
    return { ok: true };
  };
  return {
    prepare: launchpad.prepare,
    launch: launchpad.launch,
    activate,
    discard: async (id) => {
      if (!releases.serving().some((release) => release.id === id)) await remove(id);
    },
    serving: releases.serving,
    open: async (port = 0) => {
      await Promise.all(releases.serving().map(launchpad.resume));
      return front.listen(port);
    },
    close: async () => {
      await launchpad.close();
      await front.close();
    },
  };
}
