import type { ConfiguredFacts } from '../facts.ts';
import type { Rule } from './rule.ts';

export const serviceInGroup: Rule<ConfiguredFacts> = {
  id: 'service-in-delivery-group',
  phase: 'policy',
  codes: ['SERVICE_NOT_IN_DELIVERY_GROUP'],
  twin: 'guard',
  evaluate: ({ service, group }) => {
    if (!service) return undefined;
    return group && service.deliveryGroupId === group.id
      ? { passed: true, summary: `${service.name} is in ${group.name}`, facts: { deliveryGroupId: group.id } }
      : {
          passed: false,
          code: 'SERVICE_NOT_IN_DELIVERY_GROUP',
          summary: service.deliveryGroupId
            ? `${service.name} has moved to the delivery group ${service.deliveryGroupId} since`
            : `${service.name} is in no delivery group, so nobody may deploy it`,
          hint: service.deliveryGroupId
            ? 'Deploy the version you want there.'
            : 'Ask a platform admin to put the service into a delivery group.',
          facts: { service: service.name },
        };
  },
};
