import * as z from 'zod';
import { deliveryGroupUpdate } from './delivery-group.ts';
import { environmentUpdate } from './environment.ts';
import { fieldError, refusal } from './problem.ts';
import { recipeUpdate } from './recipe.ts';
import { serviceUpdate } from './service.ts';
import { ciPublishersUpdate, planeSettingsUpdate, rateLimitsUpdate, uiSettingsUpdate } from './settings.ts';
import { deploymentId, instant, seenRevision, slug, version } from './values.ts';

/** What saving a configuration object or a part of the settings would do, found out without saving it. */

const seen = seenRevision.optional().describe('The revision that it is based on; the newest when left out');
const told = { revision: true, reason: true } as const;

const proposedGroup = deliveryGroupUpdate.omit(told).extend({ id: slug, revision: seen });
const proposedRecipe = recipeUpdate.omit(told).extend({ id: slug, revision: seen });
const proposedEnvironment = environmentUpdate.omit(told).extend({ name: slug, revision: seen });
const proposedService = serviceUpdate.omit(told).extend({ name: slug, revision: seen });
/** Of the settings each part is one thing. */
const proposedRates = rateLimitsUpdate.omit(told).extend({ revision: seen });
const proposedPlane = planeSettingsUpdate.omit(told).extend({ revision: seen });
const proposedUi = uiSettingsUpdate.omit(told).extend({ revision: seen });
const proposedPublishers = ciPublishersUpdate.omit(told).extend({ revision: seen });

export const proposedChange = z
  .strictObject({
    deliveryGroup: proposedGroup.optional(),
    recipe: proposedRecipe.optional(),
    environment: proposedEnvironment.optional(),
    service: proposedService.optional(),
    rateLimits: proposedRates.optional(),
    plane: proposedPlane.optional(),
    ui: proposedUi.optional(),
    ciPublishers: proposedPublishers.optional(),
  })
  .refine((proposed) => Object.values(proposed).filter((part) => part !== undefined).length === 1, {
    message:
      'must hold exactly one of deliveryGroup, recipe, environment, service, rateLimits, plane, ui and ciPublishers',
  })
  .meta({
    id: 'ProposedChange',
    description: 'One object, new or existing, or one part of the settings, as it would be saved',
  });
export type ProposedChange = z.infer<typeof proposedChange>;

export const REPLAY_DAYS = 30;
export const REPLAYED_MAX = 5000;
export const REFUSED_SHOWN_MAX = 100;
export const EFFECTS_SHOWN_MAX = 500;
export const REGISTRATIONS_LOOKED_MAX = 20;

/** A caller is everybody who asks the API for something: people, CI and programs. A page is one of the web UI. */
export const previewSubjects = ['service', 'environment', 'person', 'recipe', 'publisher', 'caller', 'page'] as const;
export type PreviewSubject = (typeof previewSubjects)[number];

const effect = z
  .object({
    subject: z.enum(previewSubjects),
    name: z.string(),
    change: z.enum(['gains', 'loses', 'changes']),
    what: z.string(),
    deploymentsLately: z.int().optional().describe('Of a person: how many deployments of these groups are theirs'),
    registrationsLately: z
      .int()
      .optional()
      .describe(
        `Of a publisher that is listed: how many builds it has registered today and in the ${REPLAY_DAYS} days before, by UTC. Counted for the first ${REGISTRATIONS_LOOKED_MAX} that would not go on as they did`,
      ),
  })
  .meta({ id: 'PreviewEffect' });
export type PreviewEffect = z.infer<typeof effect>;

const warning = z
  .object({ subject: z.enum([...previewSubjects, 'delivery group']), name: z.string(), message: z.string() })
  .meta({ id: 'PreviewWarning' });
export type PreviewWarning = z.infer<typeof warning>;

const changedValue = z
  .object({
    path: z.string().describe('`guardrails.dailyDeployQuota`, `environments.sandbox.enabled`'),
    before: z.unknown().optional().describe('Absent where there was nothing'),
    after: z.unknown().optional().describe('Absent where there is nothing any more'),
  })
  .meta({ id: 'ChangedValue' });
export type ChangedValue = z.infer<typeof changedValue>;

const refusedThen = z
  .object({
    deploymentId,
    service: slug,
    environment: slug,
    version,
    createdAt: instant,
    createdBy: z.string(),
    code: refusal.shape.code,
    message: z.string(),
  })
  .meta({ id: 'RefusedThen' });
export type RefusedThen = z.infer<typeof refusedThen>;

const replay = z
  .object({
    from: instant.describe('The oldest instant that was looked back to'),
    to: instant,
    looked: z.int().describe('How many admissions of the delivery groups concerned were looked at'),
    capped: z.boolean().describe(`There were more than ${REPLAYED_MAX}: only the newest were looked at`),
    refusedCount: z.int(),
    refused: z.array(refusedThen).describe(`The newest ${REFUSED_SHOWN_MAX} at most, newest first`),
  })
  .meta({
    id: 'PreviewReplay',
    description:
      'What would have been refused in the last 30 days that the configuration of now would have admitted. Each admission is counted by itself: what is refused here still takes its place from those after it',
  });
export type PreviewReplay = z.infer<typeof replay>;

export const changePreview = z
  .object({
    allowed: z.boolean().describe('Saving it now would go well'),
    errors: z.array(fieldError).describe('As saving would name them'),
    refusals: z.array(refusal),
    warnings: z.array(warning),
    changes: z.array(changedValue).describe('Value by value; of a new object, all that it has'),
    effects: z.array(effect).describe(`${EFFECTS_SHOWN_MAX} at most`),
    effectsTotal: z.int(),
    replay: replay.optional().describe('Absent where no rule of admissions looks at what is changed'),
  })
  .meta({ id: 'ChangePreview' });
export type ChangePreview = z.infer<typeof changePreview>;
