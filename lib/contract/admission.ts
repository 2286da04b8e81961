import * as z from 'zod';
import { build } from './build.ts';
import { guardrails } from './delivery-group.ts';
import { currentRunning } from './deployment.ts';
import { refusal } from './problem.ts';
import { deploymentId, instant, slug, version } from './values.ts';

/** One rule as it was evaluated; `facts` are the figures it looked at. */
export const check = z
  .object({
    rule: z.string(),
    passed: z.boolean(),
    summary: z.string(),
    facts: z.record(z.string(), z.unknown()),
    allowedFrom: instant.optional(),
  })
  .meta({ id: 'Check' });
export type Check = z.infer<typeof check>;

/** What holds a slot of a delivery group in an environment. */
export const holder = z.object({ deploymentId, service: slug, version, since: instant }).meta({ id: 'SlotHolder' });
export type Holder = z.infer<typeof holder>;

const figures = z.object({ activeDeployments: z.int(), dailyDeploys: z.int(), dailyRollbacks: z.int() });

export const policyFigures = z
  .object({
    limits: guardrails,
    used: figures,
    remaining: figures,
    resetsAt: instant.describe('When the daily quotas start again'),
    holders: z.array(holder),
  })
  .meta({ id: 'PolicyFigures' });
export type PolicyFigures = z.infer<typeof policyFigures>;

/** The decision a deployment would get now. */
export const validation = z
  .object({
    allowed: z.boolean(),
    refusals: z.array(refusal),
    checks: z.array(check).describe('In rule order'),
    resolved: z.object({
      deliveryGroupId: slug.optional(),
      recipe: z.object({ id: slug, name: z.string(), behaviorSummary: z.string(), revision: z.int() }).optional(),
    }),
    policy: policyFigures.optional(),
    running: currentRunning.nullable(),
    notes: z.array(z.string()).describe('What to know beforehand: what the engine of this plane cannot do'),
    usualDurationSeconds: z.number().optional().describe('Median of the last successes in this place'),
  })
  .meta({ id: 'Validation' });
export type Validation = z.infer<typeof validation>;

/** What a rollback would do now: the target with its proof, or why not. */
export const rollbackPlan = z
  .object({
    allowed: z.boolean(),
    refusals: z.array(refusal),
    checks: z.array(check),
    target: z
      .object({
        version,
        deploymentId: deploymentId.describe('The success that proves the target'),
        ranFrom: instant,
        ranTo: instant.optional().describe('Absent while it is what runs now'),
        artifact: z.object({ sha256: build.shape.sha256, status: build.shape.status }).optional(),
      })
      .optional(),
    from: version.describe('The version that is undone'),
    takesOver: z.boolean().describe('Whether the deployment is in flight, so that the rollback gets its place'),
    stops: z.boolean().describe('Whether it would be stopped for that; otherwise the rollback waits for its end'),
    notes: z.array(z.string()).describe('What to know beforehand: what the engine of this plane cannot do'),
    recipe: z.object({ id: slug, name: z.string(), behaviorSummary: z.string(), revision: z.int() }).optional(),
    policy: policyFigures.optional(),
  })
  .meta({ id: 'RollbackPlan' });
export type RollbackPlan = z.infer<typeof rollbackPlan>;
