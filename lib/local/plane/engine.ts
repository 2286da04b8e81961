import { randomBytes } from 'node:crypto';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { PlaneClock } from '../clock/clock.ts';
import { createGateSimulator } from '../engine/simulator.ts';
import { createDeployer, type Deployer } from '../services/deployer.ts';
import { openDeployerDoor } from './deployer-door.ts';
import type { PlaneDirectory } from './directory.ts';
import { PlaneProblem } from './problem.ts';

export type LocalEngine = {
  /** Where the engine answers. */
  readonly url: string;
  /** What DXCP must show it; an engine outside may ask for nothing. */
  readonly token?: string;
  /** What it shows DXCP with its events; one outside sends none. */
  readonly eventsSecret?: string;
  /** Where deployed services answer, without a trailing slash. */
  readonly servicesUrl: string;
  readonly close: () => Promise<void>;
};

/** An engine that runs on its own, in place of the simulator. */
export type OutsideEngine = {
  readonly url: string;
  readonly token?: string;
  /** Where its pipelines reach the services of this plane, and what they show there. */
  readonly deployer: { readonly port: number; readonly token: string };
};

/** The engine, the simulator unless there is one outside, and the services that it really deploys. Needs the environment of `enterEnvironment`. */
export async function openEngine(options: {
  readonly directory: PlaneDirectory;
  readonly clock: PlaneClock;
  /** Tried first for the services, so that their addresses outlive a restart. */
  readonly servicesPort: number;
  readonly outside?: OutsideEngine;
  /** The plane itself, to which the simulator sends its events. */
  readonly planeUrl: string;
}): Promise<LocalEngine> {
  const { directory, clock, outside, planeUrl } = options;
  const s3 = new S3Client({ forcePathStyle: true });
  const readArtifact = async (bucket: string, key: string): Promise<Uint8Array> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (!Body) throw new Error(`s3://${bucket}/${key} is empty`);
    return Body.transformToByteArray();
  };
  const deployer = createDeployer({ dataDir: directory.at('services'), readArtifact, speed: clock.speed });
  const servicesUrl = await deployer.open(options.servicesPort).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') return deployer.open(0);
    throw error;
  });
  const engine = outside
    ? await reach(outside, { deployer, clock })
    : await simulate({ directory, clock, deployer, planeUrl });
  return {
    ...engine,
    servicesUrl,
    close: async () => {
      await engine.close();
      await deployer.close();
      s3.destroy();
    },
  };
}

type Reached = Pick<LocalEngine, 'url' | 'token' | 'eventsSecret' | 'close'>;

async function simulate(parts: {
  readonly directory: PlaneDirectory;
  readonly clock: PlaneClock;
  readonly deployer: Deployer;
  readonly planeUrl: string;
}): Promise<Reached> {
  const token = randomBytes(16).toString('hex');
  const eventsSecret = randomBytes(16).toString('hex');
  // The plane's clock already runs at its speed, so the engine's durations are not divided again.
  const simulator = createGateSimulator({
    dataDir: parts.directory.at('engine'),
    services: parts.deployer,
    now: parts.clock.now,
    speed: 1,
    token,
    events: { url: `${parts.planeUrl}/v1/engine/events`, username: 'engine', password: eventsSecret },
  });
  return { url: await simulator.listen(), token, eventsSecret, close: () => simulator.close() };
}

/** More would hide executions from the search, which is bounded by time. */
const MAX_AHEAD_MS = 60_000;

async function reach(
  { url, token, deployer: door }: OutsideEngine,
  { deployer, clock }: { readonly deployer: Deployer; readonly clock: PlaneClock },
): Promise<Reached> {
  if (clock.now() - Date.now() > MAX_AHEAD_MS) {
    throw new PlaneProblem(
      "This data directory's time is ahead of the world's, and so of the engine's.",
      'Give another directory with --data DIR, or begin anew with --fresh.',
    );
  }
  const opened = await openDeployerDoor(deployer, door).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new PlaneProblem(`Port ${door.port} is taken.`, 'Choose another with DEPLOYER_PORT, for the engine too.');
  });
  return { url, ...(token !== undefined && { token }), close: opened.close };
}
