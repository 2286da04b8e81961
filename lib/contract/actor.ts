import * as z from 'zod';

/** Highest first: a caller with several role values holds the first of these. */
export const roles = ['PLATFORM_ADMIN', 'DELIVERY_OWNER', 'OBSERVER', 'CI_PUBLISHER'] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

/** Who acts: decided by the authorizer, the only place that sees tokens. */
export const actor = z
  .object({
    id: z.string().describe('Stable id: the subject of the token, or the ARN of the AWS role'),
    email: z.string().optional(),
    name: z.string().optional(),
    role: role.optional().describe('Absent when the caller has no DXCP role'),
    groups: z.array(z.string()).describe('Group claims, for delivery group ownership'),
    publisher: z.string().optional().describe('Name of the CI publisher entry that matched'),
  })
  .meta({ id: 'Actor' });
export type Actor = z.infer<typeof actor>;

/** Which roles a route admits; ownership of the delivery group is a rule on top. */
export const permissions = {
  public: [],
  any: ['PLATFORM_ADMIN', 'DELIVERY_OWNER', 'OBSERVER', 'CI_PUBLISHER'],
  'read+ci': ['PLATFORM_ADMIN', 'DELIVERY_OWNER', 'OBSERVER', 'CI_PUBLISHER'],
  read: ['PLATFORM_ADMIN', 'DELIVERY_OWNER', 'OBSERVER'],
  deploy: ['PLATFORM_ADMIN', 'DELIVERY_OWNER'],
  ci: ['CI_PUBLISHER'],
  admin: ['PLATFORM_ADMIN'],
  /** Nobody with a token: the engine, by a secret of its own. */
  engine: [],
} as const satisfies Record<string, readonly Role[]>;
export type Permission = keyof typeof permissions;
