import * as z from 'zod';
import { engineDefinitions } from '../../engine-status.ts';
import { route } from '../../route.ts';

/** Dots alone would climb out of the path of the engine's own address. */
const application = z.string().min(1).max(200).regex(/[^.]/).describe('Name of an application in the engine');

export const enginePipelines = route({
  operation: 'engine.pipelines',
  method: 'GET',
  path: '/v1/admin/engine/applications/{application}/pipelines',
  permission: 'admin',
  summary: 'What a recipe may name of an application in the engine',
  params: z.strictObject({ application }),
  status: 200,
  response: engineDefinitions,
  problems: [
    'ENGINE_UNAVAILABLE',
    'ENGINE_TIMEOUT',
    'ENGINE_UNAUTHORIZED',
    'ENGINE_MISCONFIGURED',
    'ENGINE_CALL_FAILED',
  ],
  cli: 'dxcp engine pipelines <application>',
});
