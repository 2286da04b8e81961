import * as z from 'zod';
import { currentRunning, deploymentKind, outcome, state } from './deployment.ts';
import { deploymentId, instant, slug, version } from './values.ts';
import { wait } from './wait.ts';

/** A deployment as one line. */
export const deploymentBrief = z
  .object({
    id: deploymentId,
    version,
    state,
    outcome: outcome.nullable(),
    deploymentKind,
    createdAt: instant,
    finishedAt: instant.optional(),
    waitsOn: wait.optional().describe('Absent once it has ended, and while it simply goes on'),
    cancelRequested: z.boolean().optional(),
    stalled: z.boolean().optional().describe('Past its deadline without an end'),
  })
  .meta({ id: 'DeploymentBrief' });
export type DeploymentBrief = z.infer<typeof deploymentBrief>;

/** One service in one environment: what the records say runs there, and what is being tried. */
export const place = z
  .object({
    service: slug,
    environment: slug,
    deliveryGroupId: slug,
    running: currentRunning.nullable(),
    runningSince: instant.optional(),
    url: z.string().optional(),
    inFlight: deploymentBrief.optional(),
    lastFailure: deploymentBrief.optional().describe('The newest attempt, when it failed and nothing succeeded since'),
  })
  .meta({ id: 'Place' });
export type Place = z.infer<typeof place>;

export const deliveryStatus = z
  .object({
    service: slug,
    environment: slug,
    hasDeployments: z.boolean(),
    latest: deploymentBrief.nullable(),
    currentRunning: currentRunning.nullable(),
  })
  .meta({ id: 'DeliveryStatus' });
export type DeliveryStatus = z.infer<typeof deliveryStatus>;
