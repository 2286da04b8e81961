import type { Operation } from '../../contract/routes.ts';
import {
  asksObserver,
  checks,
  configuration,
  type Grant,
  looksUpArtifacts,
  namesWorkflow,
  puts,
  reads,
  readsArtifacts,
  updates,
} from './grant.ts';

/** Every endpoint that knows its caller records the denials it answers with. */
const denials = puts('audit');
/** What every change reads first and leaves behind. */
const once: readonly Grant[] = [reads('answer', 'killSwitch'), puts('answer', 'audit')];
/** Everything a decision about a deployment is made of. */
const admission = reads(
  'service',
  'environment',
  'deliveryGroup',
  'recipe',
  'build',
  'lane',
  'slots',
  'quota',
  'guard',
  'settings',
  'breaker',
);
/** The claims of an admission. */
const claims: readonly Grant[] = [puts('deployment', 'lane'), updates('slots', 'quota'), checks('guard')];
/** An owner sees the deployments of the groups that are the owner's. */
const visible = reads('deployment', 'deliveryGroup');

/** The rights of each endpoint. An operation without an entry does not compile. */
export const endpointGrants: Readonly<Record<Operation, readonly Grant[]>> = {
  'audit.list': [denials, reads('audit', 'settings')],
  'builds.get': [denials, reads('build', 'publishers')],
  'builds.list': [denials, reads('service', 'build', 'publishers')],
  'builds.register': [
    ...once,
    reads('service', 'build', 'publishers', 'settings', 'quota'),
    puts('build'),
    updates('quota'),
    readsArtifacts,
  ],
  'config.sanity': [
    denials,
    reads('settings', 'publishers', 'breaker', 'pulse'),
    configuration('/oidc/issuer', '/oidc/client_id'),
    looksUpArtifacts,
    namesWorkflow,
  ],
  'deliveryGroups.get': [denials, reads('deliveryGroup')],
  'deliveryGroups.list': [denials, reads('deliveryGroup')],
  'deployments.cancel': [
    ...once,
    reads('deployment', 'deliveryGroup', 'lane'),
    puts('deployment', 'lane'),
    updates('slots', 'quota'),
  ],
  'deployments.create': [...once, admission, ...claims, looksUpArtifacts],
  'deployments.failures': [denials, visible],
  'deployments.get': [denials, visible, asksObserver],
  'deployments.list': [denials, visible, reads('settings')],
  'deployments.rollback': [...once, admission, reads('deployment'), ...claims, looksUpArtifacts],
  'deployments.rollbackPlan': [
    denials,
    reads('answer', 'killSwitch', 'deployment'),
    admission,
    looksUpArtifacts,
  ],
  'deployments.timeline': [denials, visible],
  'deployments.validate': [denials, reads('answer', 'killSwitch'), admission, looksUpArtifacts],
  'environments.get': [denials, reads('environment')],
  'environments.list': [denials, reads('environment')],
  'health.get': [],
  'identity.whoami': [denials, reads('deliveryGroup', 'publishers')],
  'recipes.get': [denials, reads('recipe')],
  'recipes.list': [denials, reads('recipe')],
  'routes.unknown': [],
  'running.list': [denials, reads('deliveryGroup', 'service', 'lane', 'deployment')],
  'services.deliveryStatus': [denials, reads('service', 'environment', 'lane', 'deployment')],
  'services.get': [denials, reads('service')],
  'services.list': [denials, reads('service')],
  'services.running': [denials, reads('service', 'environment', 'lane')],
  'services.versions': [denials, reads('service', 'build'), looksUpArtifacts],
  'settings.public': [denials, reads('settings', 'killSwitch')],
};
