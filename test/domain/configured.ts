import type { Stored } from '../../lib/domain/invariants/stored.ts';

/** One delivery group, and what it refers to, as it is stored. */
export const configured = {
  groups: [{ id: 'demo', services: ['demo-service'], recipes: ['default'], environments: ['sandbox'] }],
  services: [{ name: 'demo-service', deliveryGroupId: 'demo' }],
  referredTo: [
    { kind: 'recipe', id: 'default' },
    { kind: 'environment', id: 'sandbox' },
  ],
  usages: [
    { kind: 'recipe', id: 'default', groups: ['demo'] },
    { kind: 'environment', id: 'sandbox', groups: ['demo'] },
    { kind: 'environment', id: 'prod', groups: [] },
  ],
  revisions: [
    { targetType: 'DeliveryGroup', targetId: 'demo', revision: 1 },
    { targetType: 'Service', targetId: 'demo-service', revision: 1 },
    { targetType: 'Recipe', targetId: 'default', revision: 1 },
    { targetType: 'Environment', targetId: 'sandbox', revision: 1 },
  ],
  groupRegistry: ['demo'],
} as const satisfies Partial<Stored>;
