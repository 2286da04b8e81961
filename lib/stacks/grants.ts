import type { Route } from '../contract/route.ts';
import { type Operation, routes } from '../contract/routes.ts';
import type { Access } from './access.ts';
import { admission, admissionFacts, configures, objects, ownGroups, preview, records, renews } from './grant-shapes.ts';

/**
 * What each function may touch. The type names every operation, so a route without its grants does not compile.
 * Every operation with roles puts its denials on record, hence `puts: audit` almost everywhere.
 */

const ownGrants: Readonly<Record<Operation, Access>> = {
  'audit.export': {
    reads: ['settings', 'chain', 'seal', 'sealed'],
    queries: ['audit'],
    lists: { gsi1: ['audit'], gsi2: ['audit'], gsi3: ['audit'], gsi6: ['audit'] },
    puts: ['audit'],
  },
  'audit.head': records('chain', 'seal'),
  'audit.list': {
    // The settings tell since when there is anything to list.
    reads: ['settings'],
    lists: { gsi1: ['audit'], gsi2: ['audit'], gsi3: ['audit'], gsi6: ['audit'] },
    puts: ['audit'],
  },
  'builds.get': records('build', 'publishers'),
  'builds.list': { reads: ['service', 'publishers'], queries: ['build'], puts: ['audit'] },
  'builds.register': {
    reads: ['answer', 'killSwitch', 'settings', 'publishers', 'service', 'build', 'quota'],
    puts: ['answer', 'build', 'audit'],
    updates: ['quota'],
    checks: ['killSwitch', 'publishers', 'service'],
    artifacts: 'read',
  },
  'config.sanity': {
    ...records('settings', 'publishers', 'breaker', 'pulse'),
    artifacts: 'list',
    parameters: 'oidc',
    workflow: 'name',
  },
  'deliveryGroups.create': configures({
    reads: ['deliveryGroup', 'service', 'recipe', 'environment', 'usage', 'groupRegistry'],
    puts: ['deliveryGroup', 'service', 'usage', 'groupRegistry', 'guard'],
  }),
  'deliveryGroups.get': records('deliveryGroup'),
  'deliveryGroups.list': { lists: ownGroups, puts: ['audit'] },
  'deliveryGroups.update': configures({
    reads: ['deliveryGroup', 'service', 'recipe', 'environment', 'usage', 'groupRegistry'],
    puts: ['deliveryGroup', 'service', 'usage'],
    updates: ['guard'],
  }),
  'deployments.cancel': {
    reads: ['answer', 'killSwitch', 'deployment', 'deliveryGroup', 'lane'],
    puts: ['answer', 'deployment', 'lane', 'audit'],
    updates: ['slots', 'quota'],
    observes: true,
  },
  'deployments.create': admission,
  'deployments.failures': { ...records('deployment'), lists: ownGroups },
  'deployments.get': { ...records('deployment', 'watch'), lists: ownGroups, observes: true },
  'deployments.list': {
    ...records('settings'),
    lists: {
      gsi1: ['deployment', 'deliveryGroup'],
      gsi2: ['deployment'],
      gsi3: ['deployment'],
      gsi4: ['deployment'],
      gsi5: ['deployment'],
      gsi6: ['deployment'],
    },
  },
  'deployments.release': {
    reads: ['answer', 'killSwitch', 'deployment', 'lane'],
    puts: ['answer', 'deployment', 'lane', 'audit'],
    updates: ['slots', 'quota'],
    checks: ['killSwitch'],
  },
  'deployments.rollback': { ...admission, reads: [...admissionFacts, 'deployment'], observes: true },
  'deployments.rollbackPlan': { ...preview, reads: [...admissionFacts, 'deployment'] },
  'deployments.timeline': { ...records('deployment'), queries: ['deployment'], lists: ownGroups },
  'deployments.validate': preview,
  'engine.events': { observes: true },
  'engine.applications': { puts: ['audit'], parameters: 'engine' },
  'engine.check': { puts: ['audit'], parameters: 'engine' },
  'engine.pipelines': { puts: ['audit'], parameters: 'engine' },
  'engine.status': { ...records('breaker', 'pulse'), parameters: 'engine' },
  'environments.create': configures({ reads: ['environment', 'usage'], puts: ['environment'], checks: ['usage'] }),
  'environments.delete': configures({ reads: ['environment', 'usage'], puts: ['usage'], deletes: ['environment'] }),
  'environments.get': records('environment'),
  'environments.list': { lists: { gsi1: ['environment'] }, puts: ['audit'] },
  'environments.update': configures({
    ...renews,
    reads: ['environment', 'usage', ...renews.reads],
    puts: ['environment', ...renews.puts],
    checks: ['usage'],
  }),
  'guardrails.preview': {
    reads: [...objects, 'settings', 'publishers', 'killSwitch', 'slots', 'quota'],
    lists: { gsi1: ['deliveryGroup', 'recipe', 'environment'], gsi3: ['deployment'] },
    puts: ['audit'],
  },
  'health.get': {},
  'identity.whoami': { ...records('publishers'), lists: ownGroups },
  'recipes.create': configures({ reads: ['recipe'], puts: ['recipe'] }),
  'recipes.get': records('recipe'),
  'recipes.list': { lists: { gsi1: ['recipe'] }, puts: ['audit'] },
  'recipes.update': configures({
    ...renews,
    reads: ['recipe', 'usage', ...renews.reads],
    puts: ['recipe', ...renews.puts],
    checks: ['usage'],
  }),
  'routes.unknown': {},
  'running.list': { ...records('lane', 'deployment'), lists: { gsi1: ['deliveryGroup', 'service'] } },
  'services.create': configures({ reads: ['service', 'recipe'], puts: ['service'] }),
  'services.deliveryStatus': { ...records('service', 'environment', 'lane'), lists: { gsi1: ['deployment'] } },
  'services.get': records('service'),
  'services.list': { lists: { gsi1: ['service'] }, puts: ['audit'] },
  'services.running': records('service', 'environment', 'lane'),
  'services.versions': { ...records('service'), queries: ['build'], artifacts: 'list' },
  'services.update': configures({ reads: ['service', 'recipe'], puts: ['service'], updates: ['guard'] }),
  'settings.ciPublishers': records('publishers', 'settings'),
  'settings.killSwitch': records('killSwitch'),
  'settings.plane': records('settings'),
  'settings.public': records('settings', 'killSwitch', 'breaker', 'pulse'),
  'settings.rateLimits': records('settings'),
  'settings.setCiPublishers': configures({ reads: ['publishers', 'settings'], puts: ['publishers'] }),
  // The one change that is made while changes are switched off.
  'settings.setKillSwitch': {
    reads: ['answer', 'killSwitch', ...renews.reads],
    puts: ['answer', 'audit', ...renews.puts],
    updates: renews.updates,
  },
  'settings.setPlane': {
    reads: ['answer', 'killSwitch', 'settings', ...renews.reads],
    puts: ['answer', 'audit', 'settings', ...renews.puts],
    updates: renews.updates,
    checks: ['killSwitch'],
  },
  'settings.setRateLimits': configures({ reads: ['settings', 'groupRegistry'], puts: ['settings'] }),
  'settings.setUi': configures({ reads: ['settings', 'groupRegistry'], puts: ['settings'] }),
  'settings.ui': records('settings'),
};

/** These have no caller to count. */
const uncounted: readonly Operation[] = ['engine.events', 'health.get', 'routes.unknown'];

/**
 * Whoever answers callers counts their requests, by the limits of the settings, and their denials. Who signs is told by
 * the publishers' entries whether CI may ask.
 */
export const grantsOf = (operation: Operation): Access => {
  const own = ownGrants[operation];
  const route: Route = routes[operation];
  if (uncounted.includes(operation)) return own;
  const { reads = [], updates = [] } = own;
  const publishers = route.signedTwin ? (['publishers'] as const) : [];
  return {
    ...own,
    reads: [...new Set([...reads, 'settings' as const, ...publishers])],
    updates: [...updates, 'rate', 'denials'],
  };
};

const toHandOver = ['deployment', 'lane', 'slots', 'killSwitch', 'breaker'] as const;
const toObserve = ['deployment', 'lane', 'breaker', 'pulse', 'watch'] as const;

/** What every function of the workflow writes: a deployment's way, its end, and whether the engine answers. */
const follows = {
  puts: ['deployment', 'lane', 'breaker', 'audit'],
  updates: ['slots', 'quota'],
  parameters: 'engine',
} as const satisfies Access;

/** Nothing is handed over while changes are switched off: the guard row is part of that commit. */
const handsOver = { ...follows, reads: toHandOver, checks: ['guard'] } as const satisfies Access;
/** Whoever writes an end hands over what gets the place. */
const observes = { ...handsOver, reads: [...toObserve, 'slots', 'killSwitch'] } as const satisfies Access;

/** Looks after everything in flight, one at a time: in rounds, and at what something was heard of. */
const watches = {
  lists: { gsi5: ['deployment'] },
  queries: ['hint'],
  puts: ['deployment', 'lane', 'breaker', 'watch', 'audit'],
} as const satisfies Access;

/** The functions that no route calls. */
export const backgroundGrants = {
  'auth/authorizer': { parameters: 'oidc' },
  'auth/engine-events': { parameters: 'engine/events' },
  'workflow/start': handsOver,
  'workflow/observe': { ...observes, ...watches, puts: [...watches.puts, 'hint'] },
  'workflow/finish': observes,
  'events/stream': { workflow: 'begin', observes: true, tells: true },
  'schedule/reconcile': {
    ...handsOver,
    ...watches,
    parameters: ['engine', 'initial'],
    reads: [...toHandOver, 'pulse', 'watch', 'denialsTold', 'settings', 'publishers', ...renews.reads],
    queries: [...watches.queries, 'denials'],
    updates: [...handsOver.updates, 'denials', ...renews.updates],
    lists: { ...watches.lists, gsi7: ['deployment'] },
    puts: [...watches.puts, 'pulse', 'denialsTold', 'settings', 'publishers'],
    workflow: 'begin',
  },
  'schedule/seal': {
    // The settings tell when the record begins.
    reads: ['chain', 'settings', 'seal'],
    queries: ['audit'],
    puts: ['chain', 'seal', 'sealed'],
    signs: true,
    archives: true,
  },
} as const satisfies Record<string, Access>;
export type BackgroundDoor = keyof typeof backgroundGrants;
