import { describe, expect, test } from 'vitest';
import type { BuildRegistration } from '../../lib/contract/build.ts';
import type { Caller } from '../../lib/domain/records.ts';
import { registerBuild } from '../../lib/usecases/register-build.ts';
import { aBuild, anAuditEvent, idNumber } from '../builders/records.ts';
import { NOW } from '../ports/store/world.ts';
import { aPublisher } from './callers.ts';
import { bodyOf, codesOf, useLine } from './line.ts';

const artifactRef = 's3://artifacts/demo-service/demo-service-7.0.0.zip';
const {
  status: _status,
  registeredAt: _at,
  registeredBy: _by,
  ...identity
} = aBuild({ version: '7.0.0', artifactRef });

const aboutBuild = ({ service, version }: { service: string; version: string }) =>
  ({ eventType: 'BUILD_REGISTERED', targetType: 'Build', targetId: `${service}@${version}` }) as const;

describe('Registering a build from CI', () => {
  const line = useLine({
    publishers: {
      entries: [{ name: 'ci-demo', provider: 'github', match: { subjectPrefixes: ['repo:demo/'] } }],
      revision: 1,
    },
  });
  let keys = 0;
  const register = (set: Partial<BuildRegistration> = {}, caller: Caller = aPublisher(), key?: string) => {
    keys += 1;
    const body = { ...identity, ...set };
    return registerBuild(line().world, {
      caller,
      requestId: `request-${keys}`,
      operation: 'builds.register',
      idempotencyKey: key ?? `key-${keys}`,
      fingerprint: JSON.stringify(body),
      input: { ok: true, value: { body } },
    });
  };
  const audited = async () => (await line().audit()).map(({ eventType }) => eventType);

  test('looks at the bytes, records the build once, and makes it deployable', async () => {
    expect(bodyOf(await register())).toMatchObject({ version: '7.0.0', status: 'VERIFIED', registeredBy: 'ci-demo' });
    expect(await audited()).toEqual(['BUILD_REGISTERED']);
    expect((await line().deploy({ version: '7.0.0' })).kind).toBe('answered');
  });

  test('of the same contents again is the same build, and costs no quota', async () => {
    const first = bodyOf(await register());
    expect(bodyOf(await register())).toEqual(first);
    const key = { publisher: 'ci-demo', day: '2026-11-21', kind: 'registration' } as const;
    expect((await line().store.read({ publisherQuota: key })).publisherQuota).toBe(1);
    expect(await audited()).toEqual(['BUILD_REGISTERED']);
  });

  test('is refused to others, for other bytes, and where nothing lies', async () => {
    expect(codesOf(await register({}, aPublisher({ id: 'repo:other/service' })))).toEqual(['CI_ONLY']);
    expect(codesOf(await register({ sizeBytes: 5 }))).toEqual(['INVALID_ARTIFACT']);
    expect(codesOf(await register({ sha256: 'b'.repeat(64) }))).toEqual(['INVALID_ARTIFACT']);
    line().missingArtifacts.add(artifactRef);
    expect(codesOf(await register())).toEqual(['ARTIFACT_NOT_FOUND']);
    expect(await audited()).toEqual([]);
  });

  test('is refused for the quota of the day alone, once that is used up', async () => {
    const key = { publisher: 'ci-demo', day: '2026-11-21', kind: 'registration' } as const;
    for (let used = 0; used < 50; used += 1) {
      const build = aBuild({ version: `8.0.${used}`, registeredAt: NOW });
      const audit = [anAuditEvent({ eventId: idNumber(9000 + used), ...aboutBuild(build) })];
      await line().store.commit({ build, audit, publisherQuota: { key, limit: 50 } });
    }
    expect(codesOf(await register())).toEqual(['QUOTA_EXCEEDED']);
  });

  test('of one version by many at once leaves one build, and a conflict for whoever brings another', async () => {
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, index) => register({ gitSha: index % 2 === 0 ? 'aaaaaaa' : 'bbbbbbb' })),
    );
    const answered = results.filter(({ kind }) => kind === 'answered');
    expect(answered).toHaveLength(6);
    expect(new Set(answered.map((result) => JSON.stringify(bodyOf(result)))).size).toBe(1);
    const refused = results.filter(({ kind }) => kind === 'refused').map(codesOf);
    expect(refused).toEqual(Array.from({ length: 6 }, () => ['BUILD_REGISTRATION_CONFLICT']));
    expect(await audited()).toEqual(['BUILD_REGISTERED']);
  });
});
