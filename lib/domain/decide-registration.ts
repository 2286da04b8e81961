import type { Build, BuildRegistration } from '../contract/build.ts';
import type { Refusal } from '../contract/problem.ts';
import type { Service } from '../contract/service.ts';
import { VERSION_PATTERN } from '../contract/values.ts';
import { auditEvent, type Cause } from './audit.ts';
import type { Change } from './change.ts';
import { notListed } from './publishers.ts';
import type { Publisher } from './settings.ts';
import { nextUtcMidnight, utcDay } from './time.ts';

export const registrationsPerDay = { standard: 50, evaluation: 20 } as const;

/** What was found where the artifact should be. */
export type FoundArtifact = {
  readonly sizeBytes: number;
  readonly sha256: string | undefined;
  readonly versionId?: string;
};

export type RegistrationFacts = {
  readonly now: Date;
  readonly publisher: Publisher | undefined;
  /** Of the list of publishers that admits it. */
  readonly publishersRevision: number;
  readonly registration: BuildRegistration;
  readonly service: Service | undefined;
  readonly existing: Build | undefined;
  /** `undefined` when there is nothing, or nothing was looked for. */
  readonly found: FoundArtifact | undefined;
  readonly registered: number;
  readonly mode: 'standard' | 'evaluation';
};

export type RegistrationDecision =
  | { readonly admitted: true; readonly build: Build; readonly change: Change }
  | { readonly admitted: false; readonly refusals: readonly Refusal[] };

/** Where the artifact lies, as `s3://bucket/key`; `undefined` when the registration names no place, or two. */
export const artifactRefOf = ({ artifactRef, s3Bucket, s3Key }: BuildRegistration): string | undefined => {
  const byParts = s3Bucket !== undefined && s3Key !== undefined ? `s3://${s3Bucket}/${s3Key}` : undefined;
  if (artifactRef !== undefined && byParts !== undefined && artifactRef !== byParts) return undefined;
  return artifactRef ?? byParts;
};

/** Whether the reference is inside one of the places the service's artifacts may come from. */
export const isAllowedSource = (ref: string, service: Service): boolean =>
  !ref.split('/').includes('..') &&
  service.artifactSources.some(
    (source) => source.endsWith('/') && ref.startsWith(source) && ref.length > source.length,
  );

const refused = (code: Refusal['code'], message: string, hint: string, facts: Refusal['facts'] = {}): Refusal => ({
  code,
  message,
  hint,
  facts,
});

/** Registers a version once. The same contents again are the same registration; other contents are a conflict. */
export const decideRegistration = (facts: RegistrationFacts, cause: Cause): RegistrationDecision => {
  const { publisher, registration, existing, service } = facts;
  if (!publisher) return { admitted: false, refusals: [notListed] };
  const refusals = refusalsOf(facts);
  const ref = artifactRefOf(registration);
  if (refusals.length > 0 || ref === undefined || service === undefined) return { admitted: false, refusals };
  if (existing) return { admitted: true, build: existing, change: {} };
  const build = buildOf(facts, publisher, ref);
  const audit = auditEvent(cause, {
    type: 'BUILD_REGISTERED',
    outcome: 'SUCCESS',
    summary: `${build.service} ${build.version} registered by ${publisher.name}`,
    subject: { targetType: 'Build', targetId: `${build.service}@${build.version}`, serviceName: registration.service },
  });
  const key = { publisher: publisher.name, day: utcDay(facts.now), kind: 'registration' } as const;
  return {
    admitted: true,
    build,
    change: {
      build,
      publisherQuota: { key, limit: registrationsPerDay[facts.mode] },
      publishersAt: facts.publishersRevision,
      serviceAt: { name: service.name, revision: service.revision },
      audit: [audit],
    },
  };
};

const refusalsOf = (facts: RegistrationFacts): Refusal[] => {
  const { registration, service, existing } = facts;
  if (!service) {
    return [
      refused(
        'SERVICE_NOT_ALLOWLISTED',
        `${registration.service} is not a service that DXCP knows`,
        'Ask a platform admin to add the service.',
      ),
    ];
  }
  if (!VERSION_PATTERN.test(registration.version)) {
    return [
      refused('INVALID_VERSION', 'The version is not of the form 1.2.3 or 1.2.3-rc.1', 'Send a semantic version.'),
    ];
  }
  const ref = artifactRefOf(registration);
  if (ref === undefined || !isAllowedSource(ref, service)) {
    const hint = `Send artifactRef, or s3Bucket and s3Key, inside ${service.artifactSources.join(' or ') || 'a source an admin has allowed'}.`;
    return [
      refused('INVALID_BUILD_REGISTRATION', 'The artifact is not in a place that this service may use', hint, {
        ref: ref ?? null,
      }),
    ];
  }
  if (existing) return isSame(existing, facts, ref) ? [] : [conflict(existing)];
  // Nobody looks for an artifact that could not be registered today.
  const usedUp = quotaRefusals(facts);
  return usedUp.length > 0 ? usedUp : artifactRefusals(facts);
};

const artifactRefusals = ({ found, registration }: RegistrationFacts): Refusal[] => {
  if (!found) {
    return [refused('ARTIFACT_NOT_FOUND', 'There is no artifact at that place', 'Upload it first, then register it.')];
  }
  if (found.sizeBytes === registration.sizeBytes && found.sha256 === registration.sha256) return [];
  return [
    refused(
      'INVALID_ARTIFACT',
      'The artifact is not what was registered: size or digest differ',
      'Upload it again, and send its own size and SHA-256.',
      {
        sizeBytes: found.sizeBytes,
        sha256: found.sha256 ?? null,
      },
    ),
  ];
};

const quotaRefusals = ({ registered, mode, now }: RegistrationFacts): Refusal[] => {
  const limit = registrationsPerDay[mode];
  if (registered < limit) return [];
  const resetsAt = nextUtcMidnight(now);
  return [
    {
      ...refused(
        'QUOTA_EXCEEDED',
        `${limit} builds were registered today`,
        'Wait until the quota starts again at midnight UTC.',
        {
          quota: 'registration',
          used: registered,
          limit,
          resetsAt,
        },
      ),
      allowedFrom: resetsAt,
    },
  ];
};

const isSame = (existing: Build, { registration }: RegistrationFacts, ref: string): boolean =>
  existing.sha256 === registration.sha256 &&
  existing.sizeBytes === registration.sizeBytes &&
  existing.artifactRef === ref &&
  existing.gitSha === registration.gitSha;

const conflict = (existing: Build): Refusal =>
  refused(
    'BUILD_REGISTRATION_CONFLICT',
    `${existing.service} ${existing.version} is already registered with other contents`,
    'A version never changes: publish a new version.',
    {
      sha256: existing.sha256,
      registeredAt: existing.registeredAt,
    },
  );

const buildOf = ({ registration, found, now }: RegistrationFacts, publisher: Publisher, artifactRef: string): Build => {
  const { artifactRef: _ref, s3Bucket: _bucket, s3Key: _key, ...identity } = registration;
  return {
    ...identity,
    status: 'VERIFIED',
    artifactRef,
    ...(found?.versionId === undefined ? {} : { versionId: found.versionId }),
    registeredAt: now.toISOString(),
    registeredBy: publisher.name,
  };
};
