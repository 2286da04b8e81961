import type { DeliveryGroup } from '../../../lib/contract/delivery-group.ts';
import type { Setup } from '../../../lib/domain/preview/setup.ts';
import type { DeploymentRecord } from '../../../lib/domain/records.ts';
import { iso, plusSeconds } from '../../../lib/domain/time.ts';
import { aDeliveryGroup, anEnvironment, aRecipe, aService, planeSettings } from '../../builders/config.ts';
import { aRecord, idNumber } from '../../builders/records.ts';
import { NOW } from '../builders.ts';

/** One group with one service in one environment, unless the test says otherwise. */
export const aSetup = (
  set: { readonly groups?: readonly DeliveryGroup[] } & Partial<Omit<Setup, 'groups'>> = {},
): Setup => {
  const { groups = [aDeliveryGroup()], ...rest } = set;
  return {
    services: new Map([['demo-service', aService()]]),
    recipes: new Map([['default', aRecipe()]]),
    environments: new Map([['sandbox', anEnvironment()]]),
    settings: planeSettings(),
    publishers: undefined,
    ...rest,
    groups: new Map(groups.map((group) => [group.id, group])),
  };
};

/** Created so many seconds after noon, and ended so many later; never ended without. */
export const admitted = (
  number: number,
  { at, lasts, ...set }: { readonly at: number; readonly lasts?: number } & Partial<DeploymentRecord>,
): DeploymentRecord => {
  const createdAt = iso(plusSeconds(NOW, at));
  return aRecord({
    id: idNumber(number),
    createdAt,
    ...(lasts === undefined
      ? {}
      : { state: 'SUCCEEDED', outcome: 'SUCCEEDED', finishedAt: iso(plusSeconds(createdAt, lasts)) }),
    ...set,
  });
};
