import type { Build, ServiceVersion } from '../../contract/build.ts';
import type { Page } from '../../contract/list.ts';
import type { Service } from '../../contract/service.ts';
import { VERSION_PATTERN } from '../../contract/values.ts';
import { publisherOf } from '../../domain/publishers.ts';
import type { Caller } from '../../domain/records.ts';
import { iso } from '../../domain/time.ts';
import type { PageQuery } from '../../ports/store.ts';
import { answer, notFound, type Result } from '../result.ts';
import type { World } from '../world.ts';

type Reads = Pick<World, 'store' | 'clock' | 'artifacts'>;

const VERSIONS_MAX = 200;
const SCAN_MAX = 1000;

/** A CI publisher sees what it registered itself; `undefined` when the caller sees everything. */
const ownName = async (store: World['store'], caller: Caller): Promise<string | undefined> => {
  if (caller.role !== 'CI_PUBLISHER') return undefined;
  const { publishers } = await store.read({ publishers: 'plane' });
  return publisherOf(caller, publishers?.entries ?? [])?.name ?? '';
};

type ListAsked = { readonly caller: Caller; readonly query: { readonly service: string } & PageQuery };

export const listBuilds = async (
  { store }: Pick<World, 'store'>,
  { caller, query }: ListAsked,
): Promise<Result<Page<Build>>> => {
  const [{ service }, registeredBy] = await Promise.all([
    store.read({ service: query.service }),
    ownName(store, caller),
  ]);
  if (!service) return notFound(`service ${query.service}`);
  return answer(await store.listBuilds({ ...query, ...(registeredBy === undefined ? {} : { registeredBy }) }));
};

export const getBuild = async (
  { store }: Pick<World, 'store'>,
  { caller, service, version }: { caller: Caller; service: string; version: string },
): Promise<Result<Build>> => {
  const [{ build }, registeredBy] = await Promise.all([
    store.read({ build: { service, version } }),
    ownName(store, caller),
  ]);
  if (!build || (registeredBy !== undefined && build.registeredBy !== registeredBy)) {
    return notFound(`build ${version} of ${service}`);
  }
  return answer(build);
};

type Candidate = { version: string; artifactRef: string; lastModified: string };
type Versions = { service: string; versions: ServiceVersion[]; candidates?: Candidate[]; refreshedAt: string };

/** Registered versions; with `refresh`, also artifacts in the store that look like versions but are not registered. */
export const getVersions = async (
  world: Reads,
  { service: name, refresh }: { service: string; refresh: boolean },
): Promise<Result<Versions>> => {
  const { store, clock } = world;
  const [{ service }, builds] = await Promise.all([
    store.read({ service: name }),
    store.listBuilds({ service: name, limit: VERSIONS_MAX }),
  ]);
  if (!service) return notFound(`service ${name}`);
  const versions = builds.items.map(versionOf);
  const known = new Set(versions.map(({ version }) => version));
  const found = refresh ? await scan(world, service) : undefined;
  return answer({
    service: name,
    versions,
    ...(found ? { candidates: found.filter(({ version }) => !known.has(version)) } : {}),
    refreshedAt: refresh ? iso(clock.now()) : (versions[0]?.registeredAt ?? service.updatedAt),
  });
};

const versionOf = ({
  version,
  status,
  builtAt,
  registeredAt,
  gitSha,
  gitBranch,
  sha256,
  commitUrl,
  runUrl,
}: Build): ServiceVersion => ({
  version,
  status,
  builtAt,
  registeredAt,
  gitSha,
  gitBranch,
  sha256,
  ...(commitUrl === undefined ? {} : { commitUrl }),
  ...(runUrl === undefined ? {} : { runUrl }),
});

/** Objects named `<service>/<service>-<version>.zip` below the service's artifact sources. */
const scan = async ({ artifacts }: Reads, service: Service): Promise<Candidate[]> => {
  const objects = await Promise.all(service.artifactSources.map((source) => artifacts.list(source, SCAN_MAX)));
  const suffix = new RegExp(`/${service.name}-([^/]+)\\.zip$`);
  return objects.flat().flatMap(({ ref, lastModified }) => {
    const version = suffix.exec(ref)?.[1] ?? '';
    return VERSION_PATTERN.test(version) ? [{ version, artifactRef: ref, lastModified }] : [];
  });
};
