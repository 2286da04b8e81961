import { describe, expect, test } from 'vitest';
import type { BuildRegistration } from '../../lib/contract/build.ts';
import {
  artifactRefOf,
  decideRegistration,
  isAllowedSource,
  type RegistrationFacts,
} from '../../lib/domain/decide-registration.ts';
import { aService } from '../builders/config.ts';
import { aBuild } from '../builders/records.ts';
import { aPublisher } from '../usecases/callers.ts';
import { NOW } from './builders.ts';

const artifactRef = 's3://artifacts/demo-service/demo-service-1.0.0.zip';

const registration = (set: Partial<BuildRegistration> = {}): BuildRegistration => {
  const { status: _status, registeredAt: _at, registeredBy: _by, ...identity } = aBuild({ artifactRef });
  return { ...identity, ...set };
};

const factsWith = (set: Partial<RegistrationFacts> = {}): RegistrationFacts => ({
  now: NOW,
  publisher: { name: 'ci-demo', provider: 'github', match: { subjects: ['repo:demo/service'] } },
  publishersRevision: 1,
  registration: registration(),
  service: aService(),
  existing: undefined,
  found: { sizeBytes: 1_048_576, sha256: 'a'.repeat(64), versionId: 'v1' },
  registered: 0,
  mode: 'standard',
  ...set,
});

const cause = { actor: aPublisher(), requestId: 'request-1', now: NOW.toISOString(), eventId: 'event-1' };
const decide = (set: Partial<RegistrationFacts> = {}) => decideRegistration(factsWith(set), cause);
const codes = (set: Partial<RegistrationFacts>) => {
  const decision = decide(set);
  return decision.admitted ? [] : decision.refusals.map(({ code }) => code);
};

describe('Registering a build', () => {
  test('records it as verified, with the version of the object that was looked at', () => {
    const decision = decide();
    expect(decision).toMatchObject({
      admitted: true,
      build: { status: 'VERIFIED', artifactRef, versionId: 'v1', registeredBy: 'ci-demo', registeredAt: cause.now },
      change: { publisherQuota: { key: { publisher: 'ci-demo', day: '2026-11-21' }, limit: 50 } },
    });
    expect(decision.admitted && decision.change.audit).toHaveLength(1);
  });

  test('keeps no version of an object that has none', () => {
    const { found: { sizeBytes = 0, sha256 } = {} } = factsWith();
    const decision = decide({ found: { sizeBytes, sha256 } });
    expect(decision.admitted && decision.build).not.toHaveProperty('versionId');
  });

  test('takes the place of the artifact as reference, or as bucket and key', () => {
    const { artifactRef: _ref, ...rest } = registration();
    const byParts = { ...rest, s3Bucket: 'artifacts', s3Key: 'demo-service/demo-service-1.0.0.zip' };
    expect(artifactRefOf(byParts)).toBe(artifactRef);
    expect(artifactRefOf({ ...byParts, artifactRef })).toBe(artifactRef);
    expect(artifactRefOf({ ...byParts, artifactRef: `${artifactRef}x` })).toBeUndefined();
    expect(artifactRefOf(rest)).toBeUndefined();
    expect(artifactRefOf({ ...rest, s3Bucket: 'artifacts' })).toBeUndefined();
    expect(artifactRefOf({ ...rest, s3Key: 'demo-service/demo-service-1.0.0.zip' })).toBeUndefined();
    const decision = decide({ registration: byParts });
    expect(decision.admitted && decision.build).not.toHaveProperty('s3Key');
  });

  test('is refused to whom no publisher entry admits', () => {
    expect(codes({ publisher: undefined, service: undefined })).toEqual(['CI_ONLY']);
  });

  test('is refused with what is wrong', () => {
    expect(codes({ service: undefined })).toEqual(['SERVICE_NOT_ALLOWLISTED']);
    expect(codes({ registration: registration({ version: '1.0' }) })).toEqual(['INVALID_VERSION']);
    expect(codes({ registration: registration({ artifactRef: 's3://other/demo-service/x.zip' }) })).toEqual([
      'INVALID_BUILD_REGISTRATION',
    ]);
    const { artifactRef: _ref, ...placeless } = registration();
    expect(codes({ registration: placeless })).toEqual(['INVALID_BUILD_REGISTRATION']);
    expect(codes({ service: aService({ artifactSources: [] }) })).toEqual(['INVALID_BUILD_REGISTRATION']);
    expect(codes({ found: undefined })).toEqual(['ARTIFACT_NOT_FOUND']);
    expect(codes({ found: { sizeBytes: 1, sha256: undefined } })).toEqual(['INVALID_ARTIFACT']);
    expect(codes({ found: { sizeBytes: 1_048_576, sha256: 'b'.repeat(64) } })).toEqual(['INVALID_ARTIFACT']);
    expect(codes({ found: undefined, registered: 50 })).toEqual(['QUOTA_EXCEEDED']);
  });

  const { artifactRef: _place, ...placeless } = registration();
  const elsewhere = 's3://other/demo-service/x.zip';
  const notThere = 'The artifact is not in a place that this service may use';
  const within = (places: string) => `Send artifactRef, or s3Bucket and s3Key, inside ${places}.`;
  const differs = 'The artifact is not what was registered: size or digest differ';
  const itsOwn = 'Upload it again, and send its own size and SHA-256.';
  const { sha256, registeredAt } = aBuild();
  const resetsAt = '2026-11-22T00:00:00.000Z';
  type Refused = readonly [set: Partial<RegistrationFacts>, message: string, hint: string, facts: object];

  test.each<Refused>([
    [
      { publisher: undefined },
      'No publisher entry matches your identity',
      'Ask a platform admin to add your CI identity to the publishers.',
      {},
    ],
    [
      { service: undefined },
      'demo-service is not a service that DXCP knows',
      'Ask a platform admin to add the service.',
      {},
    ],
    [
      { registration: registration({ version: '1.0' }) },
      'The version is not of the form 1.2.3 or 1.2.3-rc.1',
      'Send a semantic version.',
      {},
    ],
    [
      { registration: registration({ artifactRef: elsewhere }) },
      notThere,
      within('s3://artifacts/demo-service/'),
      { ref: elsewhere },
    ],
    [{ registration: placeless }, notThere, within('s3://artifacts/demo-service/'), { ref: null }],
    [
      { registration: placeless, service: aService({ artifactSources: ['s3://a/', 's3://b/'] }) },
      notThere,
      within('s3://a/ or s3://b/'),
      { ref: null },
    ],
    [
      { registration: placeless, service: aService({ artifactSources: [] }) },
      notThere,
      within('a source an admin has allowed'),
      { ref: null },
    ],
    [{ found: undefined }, 'There is no artifact at that place', 'Upload it first, then register it.', {}],
    [{ found: { sizeBytes: 1, sha256 } }, differs, itsOwn, { sizeBytes: 1, sha256 }],
    [{ found: { sizeBytes: 1_048_576, sha256: undefined } }, differs, itsOwn, { sizeBytes: 1_048_576, sha256: null }],
    [
      { registered: 50 },
      '50 builds were registered today',
      'Wait until the quota starts again at midnight UTC.',
      { quota: 'registration', used: 50, limit: 50, resetsAt },
    ],
    [
      { existing: aBuild({ artifactRef, gitSha: 'abcdef0' }) },
      'demo-service 1.0.0 is already registered with other contents',
      'A version never changes: publish a new version.',
      { sha256, registeredAt },
    ],
  ])('is refused with %o: %s', (set, message, hint, facts) => {
    const decision = decide(set);
    expect(!decision.admitted && decision.refusals).toMatchObject([{ message, hint, facts }]);
    expect(!decision.admitted && decision.refusals.map((refusal) => refusal.facts)).toEqual([facts]);
  });

  test('is audited and counted for its publisher', () => {
    const decision = decide();
    expect(decision.admitted && decision.change.audit).toMatchObject([
      {
        eventType: 'BUILD_REGISTERED',
        outcome: 'SUCCESS',
        summary: 'demo-service 1.0.0 registered by ci-demo',
        targetType: 'Build',
        targetId: 'demo-service@1.0.0',
        serviceName: 'demo-service',
      },
    ]);
    expect(decision.admitted && decision.change.publisherQuota?.key.kind).toBe('registration');
  });

  test('is written only while the service that it was decided on is as it was', () => {
    const decision = decide();
    expect(decision.admitted && decision.change.serviceAt).toEqual({ name: 'demo-service', revision: 1 });
  });

  test('has a quota a day, tighter in evaluation mode', () => {
    expect(codes({ registered: 49 })).toEqual([]);
    expect(codes({ registered: 50 })).toEqual(['QUOTA_EXCEEDED']);
    expect(codes({ registered: 19, mode: 'evaluation' })).toEqual([]);
    const refused = decide({ registered: 20, mode: 'evaluation' });
    expect(refused).toMatchObject({ refusals: [{ allowedFrom: '2026-11-22T00:00:00.000Z', facts: { limit: 20 } }] });
  });

  test('again with the same contents is the same registration, even over quota, and writes nothing', () => {
    const existing = aBuild({ artifactRef });
    expect(decide({ existing, found: undefined, registered: 99 })).toEqual({
      admitted: true,
      build: existing,
      change: {},
    });
  });

  test.each([
    ['sha256', { sha256: 'b'.repeat(64) }],
    ['size', { sizeBytes: 2 }],
    ['place', { artifactRef: 's3://artifacts/demo-service/other.zip' }],
    ['commit', { gitSha: 'abcdef0' }],
  ] as const)('again with another %s is a conflict', (_, set) => {
    expect(codes({ existing: aBuild({ artifactRef, ...set }) })).toEqual(['BUILD_REGISTRATION_CONFLICT']);
  });
});

describe('A place for artifacts', () => {
  test.each([
    ['s3://artifacts/demo-service/a.zip', true],
    ['s3://artifacts/demo-service/', false],
    ['s3://artifacts/demo-service', false],
    ['s3://artifacts/demo-service-2/a.zip', false],
    ['s3://artifacts/other/a.zip', false],
    ['s3://artifacts/demo-service/../other/a.zip', false],
    ['s3://artifacts-2/demo-service/a.zip', false],
    ['https://artifacts/demo-service/a.zip', false],
  ])('%s is allowed: %s', (ref, allowed) => {
    expect(isAllowedSource(ref, aService())).toBe(allowed);
  });

  test('that does not end in a slash allows nothing', () => {
    expect(isAllowedSource('s3://artifacts/demo/x', aService({ artifactSources: ['s3://artifacts/demo'] }))).toBe(
      false,
    );
  });
});
