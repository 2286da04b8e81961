import { randomBytes } from 'node:crypto';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { PlaneClock } from '../clock/clock.ts';
import { createGateSimulator } from '../engine/simulator.ts';
import { createDeployer } from '../services/deployer.ts';
import type { PlaneDirectory } from './directory.ts';

export type LocalEngine = {
  /** Where the engine answers. */
  readonly url: string;
  /** What DXCP must show it. */
  readonly token: string;
  /** Where deployed services answer, without a trailing slash. */
  readonly servicesUrl: string;
  readonly close: () => Promise<void>;
};

/** The engine simulator and the services that it really deploys. Needs the environment of `enterEnvironment`. */
export async function openEngine(options: {
  readonly directory: PlaneDirectory;
  readonly clock: PlaneClock;
  /** Tried first for the services, so that their addresses outlive a restart. */
  readonly servicesPort: number;
}): Promise<LocalEngine> {
  const { directory, clock } = options;
  const token = randomBytes(16).toString('hex');
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
  // The plane's clock already runs at its speed, so the engine's durations are not divided again.
  const simulator = createGateSimulator({
    dataDir: directory.at('engine'),
    services: deployer,
    now: clock.now,
    speed: 1,
    token,
  });
  return {
    url: await simulator.listen(),
    token,
    servicesUrl,
    close: async () => {
      await simulator.close();
      await deployer.close();
      s3.destroy();
    },
  };
}
