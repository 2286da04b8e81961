import { ARTIFACT_BYTES_MAX, type Build, type BuildRegistration } from '../contract/build.ts';
import {
  artifactRefOf,
  decideRegistration,
  type FoundArtifact,
  isAllowedSource,
  type RegistrationFacts,
  registrationsPerDay,
} from '../domain/decide-registration.ts';
import { publisherOf } from '../domain/publishers.ts';
import { iso, utcDay } from '../domain/time.ts';
import { settingsDefault } from './admission-facts.ts';
import { type MutationRequest, mutate, type PreconditionKeys, type Preconditions } from './operation.ts';
import type { Result } from './result.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock' | 'ids' | 'artifacts'>;
type Input = { readonly body: BuildRegistration };

/** Registers an artifact that lies in the store, after looking at its bytes. */
export const registerBuild = (world: Needs, request: MutationRequest<Input>): Promise<Result<Build>> => {
  const eventId = world.ids.event();
  return mutate<Input, RegistrationFacts & Preconditions, Build>(world, request, {
    status: 201,
    load: ({ body }, keys) => load(world, request, { body, keys }),
    decide: (facts) => {
      const cause = { actor: request.caller, requestId: request.requestId, now: iso(facts.now), eventId };
      const decision = decideRegistration(facts, cause);
      return decision.admitted
        ? { admitted: true, body: decision.build, change: decision.change }
        : { admitted: false, refusals: decision.refusals };
    },
  });
};

const load = async (
  world: Needs,
  { caller }: MutationRequest<Input>,
  { body: registration, keys }: { body: BuildRegistration; keys: PreconditionKeys },
): Promise<RegistrationFacts & Preconditions> => {
  const { store, clock } = world;
  const now = clock.now();
  const { service, version } = registration;
  const read = await store.read({
    service,
    build: { service, version },
    publishers: 'plane',
    settings: 'plane',
    ...keys,
  });
  const publisher = publisherOf(caller, read.publishers?.entries ?? []);
  const quotaKey = { publisher: publisher?.name ?? '-', day: utcDay(now), kind: 'registration' } as const;
  const { publisherQuota: registered = 0 } = await store.read({ publisherQuota: quotaKey });
  const mode = (read.settings ?? settingsDefault).mode;
  const ref = artifactRefOf(registration);
  // Reading an artifact is dear: only for what nothing else stands in the way of.
  const worthLooking = publisher && !read.build && !read.answer && !read.killSwitch?.mutationsDisabled;
  const mayLook = worthLooking && registered < registrationsPerDay[mode];
  const found =
    mayLook && ref !== undefined && read.service && isAllowedSource(ref, read.service)
      ? await findArtifact(world, ref, registration.sizeBytes)
      : undefined;
  return {
    now,
    publisher,
    publishersRevision: read.publishers?.revision ?? 0,
    registration,
    service: read.service,
    existing: read.build,
    found,
    registered,
    mode,
    answer: read.answer,
    killSwitch: read.killSwitch,
  };
};

/** Bytes are read only when the size is already right. */
const findArtifact = async (
  { artifacts }: Needs,
  ref: string,
  expectedBytes: number,
): Promise<FoundArtifact | undefined> => {
  const object = await artifacts.stat(ref);
  if (!object) return undefined;
  const sha256 = object.sizeBytes === expectedBytes ? await artifacts.digest(object, ARTIFACT_BYTES_MAX) : undefined;
  return {
    sizeBytes: object.sizeBytes,
    sha256,
    ...(object.versionId === undefined ? {} : { versionId: object.versionId }),
  };
};
