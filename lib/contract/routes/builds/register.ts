import { build, buildRegistration } from '../../build.ts';
import { route } from '../../route.ts';

export const buildsRegister = route({
  operation: 'builds.register',
  method: 'POST',
  path: '/v1/builds/register',
  permission: 'ci',
  signedTwin: true,
  mutation: true,
  summary: 'Register an artifact that is already in the store; size and digest are verified',
  body: buildRegistration,
  status: 201,
  response: build,
  problems: [
    'SERVICE_NOT_ALLOWLISTED',
    'INVALID_VERSION',
    'INVALID_BUILD_REGISTRATION',
    'INVALID_ARTIFACT',
    'ARTIFACT_NOT_FOUND',
    'BUILD_REGISTRATION_CONFLICT',
    'QUOTA_EXCEEDED',
  ],
  cli: 'dxcp builds register <file>',
});
