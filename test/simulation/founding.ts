import { deliveryGroupOf, environmentOf, serviceOf } from '../../lib/adapters/dynamodb/documents.ts';
import * as key from '../../lib/adapters/dynamodb/keys.ts';
import type { Chance } from './chance.ts';
import type { Play } from './play.ts';
import { groups, later, services } from './setting.ts';
import type { Edit } from './steps.ts';

/** What is not there yet is added, taken into use, left out again and deleted, by several admins at once. */
export const founding = ({ witness }: Play, chance: Chance): Edit => {
  const { service, environment, group } = later;
  const hasGroup = witness.readAt(key.deliveryGroupKey(group), deliveryGroupOf) !== undefined;
  const hasEnvironment = witness.readAt(key.environmentKey(environment), environmentOf) !== undefined;
  const hasService = witness.readAt(key.serviceKey(service), serviceOf) !== undefined;
  const anyGroup = chance.pick(hasGroup ? [...groups, group, group] : groups) ?? group;
  const joining = chance.pick([service, service, 'lone', 'shop']) ?? service;
  const what = chance.weighted({
    'add group': hasGroup ? 0.3 : 4,
    'add environment': hasEnvironment ? 0.5 : 4,
    'delete environment': hasEnvironment ? 2 : 0,
    bind: hasEnvironment ? 5 : 0.5,
    'add service': hasService ? 0.3 : 3,
    fit: 2,
    move: 4,
    lifecycle: hasEnvironment ? 1 : 0,
  });
  switch (what) {
    case 'add group':
      return { edit: what, group, services: chance.pick([[], ['lone'], ['lone'], [joining]]) ?? [] };
    case 'add environment':
    case 'delete environment':
      return { edit: what, environment };
    case 'bind':
      return { edit: what, group: anyGroup, environment, bound: chance.hits(0.5) };
    case 'add service':
      return { edit: what, service };
    case 'fit': {
      const recipes = chance.pick([['plain'], ['plain', 'canary'], ['canary']]) ?? ['plain'];
      return { edit: what, service: chance.pick([...services, joining]) ?? service, recipes };
    }
    case 'lifecycle':
      return { edit: what, environment, to: chance.hits(0.7) ? 'active' : 'retired' };
    default:
      return { edit: 'move', service: joining, to: chance.pick([anyGroup, anyGroup, ...groups, null]) ?? null };
  }
};
