import type { Route } from '../../contract/route.ts';

/** A route as the gateway mounts it; signed twins are mounts of their own. */
export type MountedRoute = {
  /** `GET /v1/deployments/{id}`, or `$default`. */
  readonly routeKey: string;
  readonly operation: string;
  readonly authorization: 'none' | 'token' | 'engine' | 'signature';
};

export type RouteMatch = { readonly route: MountedRoute; readonly pathParameters: Readonly<Record<string, string>> };

type Candidate = MountedRoute & { readonly method: string; readonly segments: readonly string[] };

const DEFAULT_PATH = '$default';
const PARAMETER = /^\{(\w+)\}$/;

/**
 * Finds the route of a request the way API Gateway does: the most specific path wins, everything unmatched goes to
 * `$default`. Throws URIError when a path parameter is not valid percent-encoding.
 */
export function createRouter(table: readonly Route[]): (method: string, path: string) => RouteMatch | undefined {
  const candidates = table.flatMap(mountsOf).sort(bySpecificity);
  const fallback = table.find(({ path }) => path === DEFAULT_PATH);
  return (method, path) => {
    const segments = path.split('/');
    const route = candidates.find((candidate) => candidate.method === method && matches(candidate, segments));
    if (route) return { route, pathParameters: parametersOf(route, segments) };
    if (!fallback) return undefined;
    return { route: { ...mountedAs(fallback, 'token'), routeKey: DEFAULT_PATH }, pathParameters: {} };
  };
}

function mountsOf(route: Route): Candidate[] {
  if (route.path === DEFAULT_PATH) return [];
  const open = candidate(route, route.path, authorizationOf(route));
  if (!route.signedTwin) return [open];
  return [open, candidate(route, route.path.replace('/v1/', '/v1/signed/'), 'signature')];
}

function authorizationOf({ permission }: Route): MountedRoute['authorization'] {
  if (permission === 'public') return 'none';
  return permission === 'engine' ? 'engine' : 'token';
}

function candidate(route: Route, path: string, authorization: MountedRoute['authorization']): Candidate {
  return {
    ...mountedAs(route, authorization),
    routeKey: `${route.method} ${path}`,
    method: route.method,
    segments: path.split('/'),
  };
}

const mountedAs = (route: Route, authorization: MountedRoute['authorization']): MountedRoute => ({
  routeKey: `${route.method} ${route.path}`,
  operation: route.operation,
  authorization,
});

/** Literal segments come before parameters, compared from the left. */
function bySpecificity(a: Candidate, b: Candidate): number {
  const shape = ({ segments }: Candidate) => segments.map((segment) => (PARAMETER.test(segment) ? '1' : '0')).join('');
  return shape(a).localeCompare(shape(b));
}

function matches({ segments }: Candidate, given: readonly string[]): boolean {
  if (segments.length !== given.length) return false;
  return segments.every((segment, at) => segment === given[at] || (PARAMETER.test(segment) && given[at] !== ''));
}

function parametersOf({ segments }: Candidate, given: readonly string[]): Record<string, string> {
  const pairs = segments.flatMap((segment, at) => {
    const name = PARAMETER.exec(segment)?.[1];
    return name === undefined ? [] : [[name, decodeURIComponent(given[at] ?? '')] as const];
  });
  return Object.fromEntries(pairs);
}
