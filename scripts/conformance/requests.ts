import type { DeploymentIntent } from '../../lib/contract/deployment.ts';
import type { Route } from '../../lib/contract/route.ts';
import { routes } from '../../lib/contract/routes.ts';
import type { Place } from './place.ts';
import type { Asked } from './transport.ts';

/** A name that nothing has: whoever uses it can do no harm, not even to a plane that lets everything pass. */
export const NOTHING = 'conformance-no-such-thing';
export const NO_DEPLOYMENT = '00000000000000000000000000';
/** Well-formed, and never registered. */
export const NO_VERSION = '0.0.0-conformance.nothing';

/** No object has come so far. */
export const NO_REVISION = 999_999;

/** Every route that looks at a caller's role. */
export const roleRoutes: readonly Route[] = Object.values<Route>(routes).filter(
  ({ path, permission }) => path !== '$default' && permission !== 'public' && permission !== 'engine',
);

export const mutations: readonly Route[] = roleRoutes.filter(({ mutation }) => mutation === true);

export const filled = ({ path }: Pick<Route, 'path'>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => (name === 'id' ? NO_DEPLOYMENT : NOTHING));

/** A request that gets no further than to its first missing step: a change has neither key nor a body that is JSON. */
export const harmless = (route: Route): Asked => ({
  method: route.method,
  path: filled(route),
  ...(route.method === 'GET' ? {} : { body: '{', key: null }),
});

/** What one may be asked to deploy here. */
export const intentOf = (place: Place, changes: Partial<DeploymentIntent> = {}): DeploymentIntent => ({
  service: place.service,
  environment: place.environment,
  version: place.versions[0],
  recipeId: place.recipeId,
  changeSummary: 'Held to the governance contract',
  ...changes,
});

export const create = (body: unknown, options: Pick<Asked, 'key'> = {}): Asked => ({
  method: 'POST',
  path: '/v1/deployments',
  body,
  ...options,
});

export const validate = (body: unknown): Asked => ({ method: 'POST', path: '/v1/deployments/validate', body });

export const get = (path: string): Asked => ({ method: 'GET', path });
