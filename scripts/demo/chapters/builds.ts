import type { Build, BuildRegistration } from '../../../lib/contract/build.ts';
import { refusedWith } from '../caller.ts';
import type { Chapter } from '../chapters.ts';
import { expect } from '../deviation.ts';
import { lane } from '../stage.ts';

const VERSION = '1.2.0';

export const builds: Chapter = {
  title: 'CI registers builds, with AWS credentials and no password',
  tell: async (stage) => {
    const { ci, pipeline } = stage;
    const { actor, can } = await pipeline.client.identity.whoami();
    expect(actor.role === 'CI_PUBLISHER' && can.publishBuilds, 'The signed caller is a publisher', actor);
    stage.proves(`the signature alone makes ${actor.publisher ?? actor.id} a ${actor.role}`);

    const params = { service: lane.service, version: VERSION };
    const known = await ci.client.builds.get({ params });
    const again = await pipeline.client.builds.register({ body: registrationOf(known) });
    expect(again.sha256 === known.sha256 && again.registeredAt === known.registeredAt, 'Again is the same', again);
    stage.proves(`registering ${lane.service} ${VERSION} again is the same registration, ${known.status}`);

    const { versions } = await pipeline.client.services.versions({ params: { service: lane.service } });
    const found = versions.find(({ version }) => version === VERSION);
    expect(found?.sha256 === known.sha256, `${VERSION} is among the versions`, versions);
    stage.proves(
      `read back by signed call, it can be chosen, with digest ${known.sha256.slice(0, 12)}… from commit ${known.gitSha.slice(0, 9)}`,
    );

    const forged = { ...registrationOf(known), sha256: '0'.repeat(64) };
    const { requestId, code } = await refusedWith(pipeline.client.builds.register({ body: forged }), {
      status: 409,
      code: 'BUILD_REGISTRATION_CONFLICT',
    });
    stage.deeds.push({ requestId, eventType: 'BUILD_DENIED', actorId: actor.id, code });
    stage.proves('the same version with another digest is refused: BUILD_REGISTRATION_CONFLICT');
  },
};

/** What CI once sent for a build. */
const registrationOf = (build: Build): BuildRegistration => {
  const { status: _status, versionId: _versionId, registeredAt: _at, registeredBy: _by, ...registration } = build;
  return registration;
};
