import * as z from 'zod';
import { changeReason, instant, seenRevision } from './values.ts';

/** What admins set for the whole plane at run time. Each part has its own revision. */

/** Who changed a part last, and why. */
const stamp = {
  revision: z.int().min(1),
  updatedAt: instant,
  updatedBy: z.string(),
  lastChangeReason: z.string().optional(),
};
const seen = { revision: seenRevision, reason: changeReason };

/** More than this nobody can be allowed to ask within a minute. */
export const RATE_LIMIT_MAX = 10_000;
export const perMinute = z.int().min(1).max(RATE_LIMIT_MAX);
const rateLimitFields = {
  readRpm: perMinute.describe('Reads a minute, for each caller'),
  mutateRpm: perMinute.describe('Changes a minute, for each caller'),
};
export const rateLimits = z.object({ ...rateLimitFields, ...stamp }).meta({ id: 'RateLimits' });
export type RateLimits = z.infer<typeof rateLimits>;
export const rateLimitsUpdate = z.strictObject({ ...rateLimitFields, ...seen }).meta({ id: 'RateLimitsUpdate' });

const claimValues = z.array(z.string().min(1).max(512)).min(1).max(50);
const tokenMatch = z
  .strictObject({
    issuers: claimValues.optional(),
    audiences: claimValues.optional(),
    authorizedParties: claimValues.optional(),
    subjects: claimValues.optional(),
    subjectPrefixes: claimValues.optional(),
  })
  .refine((match) => Object.values(match).some((values) => values !== undefined), 'must constrain something');
const roleMatch = z.strictObject({
  accountId: z.string().regex(/^\d{12}$/, 'must be an AWS account (12 digits)'),
  roleName: z.string().regex(/^[\w+=,.@-]{1,64}$/, 'must be the name of a role, without its path'),
});
export const publisher = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'must be lower-case letters, digits, dots and dashes'),
    provider: z.string().trim().min(1).max(64).describe('Such as github, gitlab or aws'),
    match: z.union([tokenMatch, roleMatch]),
  })
  .meta({ id: 'Publisher' });
export const publisherEntries = z
  .array(publisher)
  .max(200)
  .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, 'must not name one twice')
  .describe('None admits nobody');
export const ciPublishers = z.object({ entries: publisherEntries, ...stamp }).meta({ id: 'CiPublishers' });
export type CiPublishers = z.infer<typeof ciPublishers>;
export const ciPublishersUpdate = z
  .strictObject({ entries: publisherEntries, ...seen })
  .meta({ id: 'CiPublishersUpdate' });

export const killSwitchState = z
  .object({
    mutationsDisabled: z.boolean(),
    revision: z.int().min(1).describe('Another one after every turn'),
    reason: z.string().optional(),
    since: instant.optional(),
    updatedBy: z.string().optional(),
  })
  .meta({ id: 'KillSwitch' });
export type KillSwitchState = z.infer<typeof killSwitchState>;
/** Who has to stop everything does not look first; who lifts a stop says which one. */
export const killSwitchUpdate = z
  .strictObject({
    mutationsDisabled: z.boolean(),
    reason: changeReason,
    revision: seenRevision
      .optional()
      .describe('The stop that is lifted, as it was read: refused if somebody has turned the switch since'),
  })
  .meta({ id: 'KillSwitchUpdate' });

export const refreshSeconds = z.int().min(10).max(86_400);
const uiFields = {
  refresh: z
    .strictObject({ defaultSeconds: refreshSeconds, minSeconds: refreshSeconds, maxSeconds: refreshSeconds })
    .refine(
      ({ defaultSeconds, minSeconds, maxSeconds }) => minSeconds <= defaultSeconds && defaultSeconds <= maxSeconds,
      'must keep minSeconds ≤ defaultSeconds ≤ maxSeconds',
    )
    .describe('How often pages without anything in flight are refreshed, and how far people may change that'),
  linkExposure: z
    .strictObject({ repository: z.boolean(), runUrl: z.boolean(), serviceUrl: z.boolean() })
    .describe('Which links out of DXCP the web UI shows: to repositories and commits, CI runs and services'),
};
export const uiSettings = z.object({ ...uiFields, ...stamp }).meta({ id: 'UiSettings' });
export type UiSettings = z.infer<typeof uiSettings>;
export const uiSettingsUpdate = z.strictObject({ ...uiFields, ...seen }).meta({ id: 'UiSettingsUpdate' });

export const planeModes = ['standard', 'evaluation'] as const;
const planeFields = {
  mode: z.enum(planeModes).describe('Evaluation has tighter limits and no production'),
  admitWhenArtifactUnchecked: z
    .boolean()
    .describe('Whether a deployment is admitted when the artifact store does not answer; the engine looks again'),
};
export const planeSettings = z.object({ ...planeFields, ...stamp }).meta({ id: 'PlaneSettings' });
export type PlaneModeSettings = z.infer<typeof planeSettings>;
export const planeSettingsUpdate = z.strictObject({ ...planeFields, ...seen }).meta({ id: 'PlaneSettingsUpdate' });
