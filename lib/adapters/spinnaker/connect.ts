import type { ReadParameters } from '../../ports/configuration.ts';
import type { Engine } from '../../ports/engine.ts';
import type { Clock } from '../../ports/world.ts';
import { basicAuth, bearerAuth, noAuth } from './auth.ts';
import { createSpinnakerEngine } from './engine.ts';

/** Spinnaker as the deployment parameters say where it is and how DXCP identifies itself to it. */
export const connectSpinnaker = async ({
  read,
  clock,
}: {
  readonly read: ReadParameters;
  readonly clock: Clock;
}): Promise<Engine> => {
  const found = await read(['/engine/url', '/engine/ui_url', '/engine/auth/kind', '/engine/auth/secret']);
  const secret = found['/engine/auth/secret'] ?? '';
  const [user = '', password = ''] = secret.split(/:(.*)/s);
  const auth = { none: noAuth, bearer: bearerAuth(secret), basic: basicAuth(user, password) }[
    found['/engine/auth/kind']
  ];
  const uiUrl = found['/engine/ui_url'];
  return createSpinnakerEngine({
    gateUrl: found['/engine/url'],
    auth,
    http: fetch,
    clock,
    ...(uiUrl === undefined
      ? {}
      : { links: ({ id, application }) => `${uiUrl}/#/applications/${application ?? '-'}/executions/details/${id}` }),
  });
};
