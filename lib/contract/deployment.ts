import * as z from 'zod';
import { role } from './actor.ts';
import { guardrails } from './delivery-group.ts';
import { failure } from './failure.ts';
import { changeSummary, deploymentId, instant, slug, version } from './values.ts';
import { wait } from './wait.ts';

export const states = ['PENDING', 'ACTIVE', 'IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'CANCELED', 'ROLLED_BACK'] as const;
export const state = z.enum(states);
export type State = z.infer<typeof state>;

export const outcomes = ['SUCCEEDED', 'FAILED', 'CANCELED', 'ROLLED_BACK', 'SUPERSEDED'] as const;
export const outcome = z.enum(outcomes);
export type Outcome = z.infer<typeof outcome>;

export const deploymentKind = z.enum(['ROLL_FORWARD', 'ROLLBACK']);
export type DeploymentKind = z.infer<typeof deploymentKind>;

export const deploymentIntent = z
  .strictObject({
    service: slug,
    environment: slug,
    version,
    changeSummary,
    recipeId: slug.optional().describe('Needed only when no route and more than one recipe is eligible'),
  })
  .meta({ id: 'DeploymentIntent' });
export type DeploymentIntent = z.infer<typeof deploymentIntent>;

/** Limits and use at the moment of the decision; never rewritten. */
export const policySnapshot = z
  .object({
    limits: guardrails,
    used: z.object({ activeDeployments: z.int(), dailyDeploys: z.int(), dailyRollbacks: z.int() }),
    groupRevision: z.int(),
    guardRevision: z.int(),
    mode: z.enum(['standard', 'evaluation']),
  })
  .meta({ id: 'PolicySnapshot' });
export type PolicySnapshot = z.infer<typeof policySnapshot>;

export const progress = z
  .object({ done: z.int(), total: z.int(), label: z.string() })
  .meta({ id: 'Progress', description: 'Step `done` of `total`; `label` names the step under way' });

export const deployment = z
  .object({
    id: deploymentId,
    service: slug,
    environment: slug,
    version,
    deliveryGroupId: slug,
    recipeId: slug,
    recipeRevision: z.int(),
    behaviorSummary: z.string(),
    state,
    deploymentKind,
    outcome: outcome.nullable().describe('Null in flight'),
    changeSummary: z.string(),
    createdAt: instant,
    updatedAt: instant,
    startedAt: instant.optional(),
    finishedAt: instant.optional(),
    observedAt: instant.optional().describe('When the engine was last asked'),
    createdBy: z.object({ id: z.string(), email: z.string().optional(), role }),
    progress: progress.optional(),
    rollbackOf: deploymentId.optional(),
    waitsFor: deploymentId.optional().describe('The deployment whose place a take-over rollback waits for'),
    waitsOn: wait.optional().describe('Absent once it has ended, and while it simply goes on'),
    passedOver: z
      .array(z.string())
      .optional()
      .describe('Labels of the steps that failed without ending the work; absent when there are none'),
    rolledBackBy: deploymentId.optional(),
    supersededBy: deploymentId.optional(),
    cancelRequested: z.boolean().optional(),
    stalled: z.boolean().optional().describe('Past its deadline without an end'),
    abandoned: z.boolean().optional(),
    failures: z.array(failure),
    policySnapshot,
    engine: z
      .object({
        type: z.string(),
        executionId: z.string().optional(),
        executionUrl: z.string().optional(),
        evidence: z
          .array(z.string())
          .optional()
          .describe("The engine's own words on what failed, without secrets and addresses"),
      })
      .optional()
      .describe('For admins only'),
  })
  .meta({ id: 'Deployment' });
export type Deployment = z.infer<typeof deployment>;

/** Derived from deployment history only: neither a health check nor a statement about traffic. */
export const currentRunning = z
  .object({
    service: slug,
    environment: slug,
    scope: z.literal('service'),
    version,
    deploymentId,
    deploymentKind,
    derivedAt: instant,
    uncertain: z.boolean().optional(),
  })
  .meta({ id: 'CurrentRunningState' });
export type CurrentRunning = z.infer<typeof currentRunning>;
