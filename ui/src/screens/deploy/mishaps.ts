import type { ServiceVersion } from '../../../../lib/contract/build.ts';
import type { Deployment } from '../../../../lib/contract/deployment.ts';

/** The failure of a version that trying it again cannot cure. */
export type Mishap = {
  readonly deploymentId: string;
  readonly version: string;
  readonly environment: string;
  readonly at: string;
  readonly summary: string;
};

const mishapOf = ({ id, version, environment, createdAt, finishedAt, failures }: Deployment): Mishap | undefined => {
  const [failure] = failures;
  if (failure?.retryable !== false) return undefined;
  return { deploymentId: id, version, environment, at: finishedAt ?? createdAt, summary: failure.summary };
};

/** A rollback that failed says nothing against the version that it led back to. */
const saysSomething = ({ deploymentKind, state }: Deployment): boolean =>
  deploymentKind === 'ROLL_FORWARD' || state === 'SUCCEEDED';

/**
 * The versions that are better not deployed to `environment`: their newest deployment there failed for good, or, where
 * there was none, their newest deployment anywhere. `deployments` are of one service, newest first.
 */
export const mishapsFor = (deployments: readonly Deployment[], environment: string): ReadonlyMap<string, Mishap> => {
  const telling = deployments.filter(saysSomething);
  const newest = new Map<string, Deployment>();
  for (const deployment of [...telling.filter((each) => each.environment === environment), ...telling]) {
    if (!newest.has(deployment.version)) newest.set(deployment.version, deployment);
  }
  return new Map(
    [...newest].flatMap(([version, deployment]) => {
      const mishap = mishapOf(deployment);
      return mishap ? [[version, mishap] as const] : [];
    }),
  );
};

/** The newest version that may be deployed and is not known to fail; none when all of them are. */
export const firstChoice = (
  versions: readonly Pick<ServiceVersion, 'version' | 'status'>[],
  mishaps: ReadonlyMap<string, Mishap>,
): string => versions.find(({ version, status }) => status === 'VERIFIED' && !mishaps.has(version))?.version ?? '';
