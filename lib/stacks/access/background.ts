import { beginsWorkflow, configuration, type Grant, puts, reads, updates } from './grant.ts';

/** Following a deployment: its record, its place, what ends with it, what is known of the engine. */
const following: readonly Grant[] = [
  reads('deployment', 'lane', 'pulse', 'breaker'),
  puts('deployment', 'lane', 'audit', 'breaker'),
  updates('slots', 'quota'),
  configuration('/engine/*'),
];

/** Functions that nobody calls over HTTP, by their door, and their rights. */
export const backgroundGrants = {
  'auth/authorizer': [configuration('/oidc/*')],
  'workflow/start': [...following, reads('slots', 'killSwitch')],
  'workflow/observe': following,
  'workflow/finish': following,
  'events/stream': [beginsWorkflow],
  'schedule/reconcile': [...following, reads('slots', 'killSwitch'), puts('pulse'), beginsWorkflow],
} as const satisfies Record<string, readonly Grant[]>;

export type BackgroundDoor = keyof typeof backgroundGrants;
