import * as z from 'zod';
import { serviceVersion } from '../../build.ts';
import { serviceName } from '../../parameters.ts';
import { route } from '../../route.ts';
import { instant, slug, version } from '../../values.ts';

/** An object in the artifact store that looks like a version but is not registered. */
export const versionCandidate = z.object({ version, artifactRef: z.string(), lastModified: instant });

export const servicesVersions = route({
  operation: 'services.versions',
  method: 'GET',
  path: '/v1/services/{service}/versions',
  permission: 'read+ci',
  signedTwin: true,
  summary: 'Registered versions, newest first; with `refresh=1` also unregistered artifacts found in the store',
  params: z.strictObject({ service: serviceName }),
  query: z.strictObject({
    refresh: z.enum(['0', '1']).optional().describe('`1`: look into the store of artifacts as well'),
  }),
  status: 200,
  response: z
    .object({
      service: slug,
      versions: z.array(serviceVersion),
      candidates: z.array(versionCandidate).optional(),
      refreshedAt: instant,
    })
    .meta({ id: 'ServiceVersions' }),
  problems: ['NOT_FOUND'],
  cli: 'dxcp versions <service>',
});
