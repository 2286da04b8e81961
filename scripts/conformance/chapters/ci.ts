import { type Build, type BuildRegistration, build } from '../../../lib/contract/build.ts';
import { bodyAs } from '../answer.ts';
import { answered, brief, holds, LeftOut, Skipped } from '../claims.ts';
import type { Chapter } from '../invariant.ts';
import { get, harmless, NO_VERSION, NOTHING, roleRoutes } from '../requests.ts';
import type { Suite } from '../suite.ts';
import type { Asked } from '../transport.ts';

const TESTS = 'test/usecases/register-build.test.ts';
const AUTHORITY = 'test/authority/authority.test.ts';

const register = (body: unknown): Asked => ({ method: 'POST', path: '/v1/builds/register', body });

/** Whole and right in itself, of a service that does not exist. */
const registration: BuildRegistration = {
  service: NOTHING,
  version: NO_VERSION,
  artifactRef: `s3://${NOTHING}/${NOTHING}.zip`,
  sha256: '0'.repeat(64),
  sizeBytes: 1,
  contentType: 'application/zip',
  gitSha: '0'.repeat(40),
  gitBranch: 'main',
  ciProvider: 'conformance',
  ciRunId: '1',
  builtAt: '2026-01-01T00:00:00Z',
};

/** What CI sent once for a build that is its own. */
const ownBuild = async ({ as, place }: Suite): Promise<BuildRegistration> => {
  const { service } = await place();
  const { items } = await as('ci').builds.list({ query: { service, limit: 1 } });
  const [own] = items;
  if (!own) throw new Skipped(`CI has registered no build of ${service}`);
  return registrationOf(own);
};

const registrationOf = ({
  status: _,
  versionId: __,
  registeredAt: ___,
  registeredBy: ____,
  ...sent
}: Build): BuildRegistration => sent;

export const ci: Chapter = {
  id: 'CI',
  title: 'CI gate and version registration',
  about: 'Only publishers that are on the list register builds; a version stands for one artifact, for ever.',
  invariants: [
    {
      id: 'GOV-CI-01',
      title: 'People do not publish builds',
      given: 'an admin, an owner and an observer',
      when: 'each calls every route that publishes builds',
      promise: 'each is refused: not even an admin stands in for CI',
      answers: [{ status: 403, code: 'CI_ONLY' }],
      needs: ['admin', 'owner', 'observer'],
      tests: [AUTHORITY],
      check: async ({ ask }) => {
        for (const route of roleRoutes.filter(({ permission }) => permission === 'ci')) {
          for (const who of ['admin', 'owner', 'observer'] as const) {
            answered(await ask(who, harmless(route)), { status: 403, code: 'CI_ONLY' });
          }
        }
      },
    },
    {
      id: 'GOV-CI-02',
      title: 'Builds are registered for services that are known',
      given: 'a CI publisher on the list',
      when: 'a build of an unknown service is registered',
      promise: 'it is refused',
      answers: [{ status: 403, code: 'SERVICE_NOT_ALLOWLISTED' }],
      needs: ['ci'],
      tests: [TESTS],
      check: async ({ ask }) =>
        answered(await ask('ci', register(registration)), { status: 403, code: 'SERVICE_NOT_ALLOWLISTED' }),
    },
    {
      id: 'GOV-CI-03',
      title: 'Artifacts come from the places of their service only',
      given: 'a CI publisher on the list',
      when: 'a build is registered whose artifact is in another bucket, or beside the place of the service',
      promise: 'it is refused, and nobody looks there',
      answers: [{ status: 400, code: 'INVALID_BUILD_REGISTRATION' }],
      needs: ['ci', 'owner'],
      tests: [TESTS, 'test/domain/registration.test.ts'],
      check: async ({ ask, as, place }) => {
        const { service } = await place();
        const { artifactSources } = await as('owner').services.get({ params: { service } });
        const outside = artifactSources.map((source) => `${source}../${NOTHING}.zip`);
        for (const artifactRef of [`s3://${NOTHING}/${service}/a.zip`, ...outside]) {
          const answer = await ask('ci', register({ ...registration, service, artifactRef }));
          answered(answer, { status: 400, code: 'INVALID_BUILD_REGISTRATION' });
        }
      },
    },
    {
      id: 'GOV-CI-04',
      title: 'A build without its artifact is not registered',
      given: 'a CI publisher on the list',
      when: 'a build is registered whose artifact is not there, or under a version that is none',
      promise: 'it is refused, and there is no such version',
      answers: [
        { status: 409, code: 'ARTIFACT_NOT_FOUND' },
        { status: 400, code: 'INVALID_VERSION' },
      ],
      needs: ['ci', 'owner'],
      tests: [TESTS],
      check: async ({ ask, as, place }) => {
        const { service } = await place();
        const { artifactSources } = await as('owner').services.get({ params: { service } });
        const body = { ...registration, service, artifactRef: `${artifactSources[0]}${NOTHING}.zip` };
        answered(await ask('ci', register(body)), { status: 409, code: 'ARTIFACT_NOT_FOUND' });
        answered(await ask('ci', register({ ...body, version: 'none' })), { status: 400, code: 'INVALID_VERSION' });
        answered(await ask('owner', get(`/v1/services/${service}/builds/${NO_VERSION}`)), {
          status: 404,
          code: 'NOT_FOUND',
        });
      },
    },
    {
      id: 'GOV-CI-05',
      title: 'The same registration again is the same build',
      given: 'a build that CI has registered',
      when: 'CI registers it again with the same contents',
      promise: 'it is answered with the build as it was registered',
      answers: [{ status: 201 }],
      needs: ['ci', 'owner'],
      active: true,
      tests: [TESTS],
      check: async (suite) => {
        const own = await ownBuild(suite);
        const path = `/v1/services/${own.service}/builds/${own.version}`;
        const before = await suite.ask('ci', get(path));
        const answer = await suite.ask('ci', register(own));
        answered(answer, { status: 201 });
        holds(
          JSON.stringify(bodyAs(answer, build)) === JSON.stringify(bodyAs(before, build)),
          'It must be the build as it was',
          answer.text,
        );
      },
    },
    {
      id: 'GOV-CI-06',
      title: 'A version is registered with one content',
      given: 'a build that CI has registered',
      when: 'CI registers the same version with another digest, another commit or another artifact',
      promise: 'each is refused, and the build stays as it is',
      answers: [{ status: 409, code: 'BUILD_REGISTRATION_CONFLICT' }],
      needs: ['ci', 'owner'],
      active: true,
      tests: [TESTS, 'test/domain/registration.test.ts'],
      check: async (suite) => {
        const own = await ownBuild(suite);
        const path = `/v1/services/${own.service}/builds/${own.version}`;
        const before = await suite.ask('ci', get(path));
        const others = [
          { sha256: 'f'.repeat(64) },
          { gitSha: 'f'.repeat(40) },
          { artifactRef: `${own.artifactRef}.zip` },
        ];
        for (const other of others) {
          const answer = await suite.ask('ci', register({ ...own, ...other }));
          answered(answer, { status: 409, code: 'BUILD_REGISTRATION_CONFLICT' });
        }
        const after = await suite.ask('ci', get(path));
        holds(after.text === before.text, 'The build must stay as it is', after.text);
      },
    },
    {
      id: 'GOV-CI-07',
      title: 'A caller that signs is CI, and a signature that is not good is nobody’s',
      given: 'an AWS role that is on the list of publishers',
      when: 'it calls a route for signed requests, and somebody calls it without a signature',
      promise: 'the one is a CI publisher, the other is turned away by the gateway',
      answers: [{ status: 200 }, { status: 403 }],
      tests: [AUTHORITY, 'test/auth/caller.test.ts'],
      check: async ({ as, ask, has }) => {
        if (!has('signed')) throw new LeftOut('There are no AWS credentials of a publisher');
        const { actor } = await as('signed').identity.whoami();
        holds(actor.role === 'CI_PUBLISHER', 'Who signs must be a CI publisher', actor);
        const unsigned = await ask('nobody', get('/v1/signed/whoami'));
        holds(unsigned.status === 403, 'Without a signature the gateway must answer 403', brief(unsigned));
      },
    },
  ],
};
