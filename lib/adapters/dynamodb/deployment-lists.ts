import type { Page } from '../../contract/list.ts';
import type { DeploymentRecord } from '../../domain/records.ts';
import { inFlightStates, isTerminal } from '../../domain/states.ts';
import type { DeploymentQuery, PageQuery } from '../../ports/store.ts';
import { deploymentOf } from './documents.ts';
import { deploymentPlaces, type ListPlace } from './index-entries.ts';
import type { Lists } from './lists.ts';

/** More delivery groups than this are found in the list of all, instead of being merged from their own. */
const MERGED_GROUPS_MAX = 25;

/** The places that hold everything wanted and the least else. Each answers the filters that `answered` names. */
const placesOf = (
  query: DeploymentQuery,
): { places: readonly ListPlace[]; answered: readonly (keyof DeploymentQuery)[] } => {
  const { service, environment, deliveryGroupIds, state } = query;
  if (state !== undefined && !isTerminal(state))
    return { places: [deploymentPlaces.state(state)], answered: ['state'] };
  if (service !== undefined && environment !== undefined) {
    return { places: [deploymentPlaces.lane(service, environment)], answered: ['service', 'environment'] };
  }
  if (service !== undefined) return { places: [deploymentPlaces.service(service)], answered: ['service'] };
  if (deliveryGroupIds !== undefined && deliveryGroupIds.length <= MERGED_GROUPS_MAX) {
    const places = [...new Set(deliveryGroupIds)].map((id) => deploymentPlaces.deliveryGroup(id));
    return { places, answered: ['deliveryGroupIds'] };
  }
  if (state !== undefined) return { places: [deploymentPlaces.state(state)], answered: ['state'] };
  if (environment !== undefined)
    return { places: [deploymentPlaces.environment(environment)], answered: ['environment'] };
  return { places: [deploymentPlaces.all], answered: [] };
};

type Test = (record: DeploymentRecord) => boolean;

const testsOf = (query: DeploymentQuery): { readonly [Field in keyof DeploymentQuery]?: Test } => ({
  ...(query.service === undefined ? {} : { service: (record) => record.service === query.service }),
  ...(query.environment === undefined ? {} : { environment: (record) => record.environment === query.environment }),
  ...(query.deliveryGroupIds === undefined ? {} : { deliveryGroupIds: inAny(query.deliveryGroupIds) }),
  ...(query.state === undefined ? {} : { state: (record) => record.state === query.state }),
  ...(query.outcome === undefined ? {} : { outcome: (record) => record.outcome === query.outcome }),
  ...(query.failureCategory === undefined
    ? {}
    : { failureCategory: ({ failures }) => failures.some(({ category }) => category === query.failureCategory) }),
  ...(query.createdBy === undefined
    ? {}
    : { createdBy: ({ createdBy }) => createdBy.id === query.createdBy || createdBy.email === query.createdBy }),
});

const inAny = (deliveryGroupIds: readonly string[]): Test => {
  const wanted = new Set(deliveryGroupIds);
  return (record) => wanted.has(record.deliveryGroupId);
};

const filterOf = (query: DeploymentQuery, answered: readonly string[]): Test | undefined => {
  const tests = Object.entries(testsOf(query)).flatMap(([field, test]) => (answered.includes(field) ? [] : [test]));
  return tests.length === 0 ? undefined : (record) => tests.every((test) => test(record));
};

export const listDeployments = async (
  lists: Lists,
  query: DeploymentQuery & PageQuery,
): Promise<Page<DeploymentRecord>> => {
  const { places, answered } = placesOf(query);
  const filter = filterOf(query, answered);
  return lists.page('deployments', query, { places, direction: 'descending', parse: deploymentOf, filter });
};

export const listInFlight = (lists: Lists, query: PageQuery): Promise<Page<DeploymentRecord>> =>
  lists.page('inFlight', query, {
    places: inFlightStates.map((state) => deploymentPlaces.state(state)),
    direction: 'ascending',
    parse: deploymentOf,
  });

export const listUnsettled = (lists: Lists, query: PageQuery): Promise<Page<DeploymentRecord>> =>
  lists.page('unsettled', query, {
    places: [deploymentPlaces.unsettled],
    direction: 'ascending',
    parse: deploymentOf,
  });
