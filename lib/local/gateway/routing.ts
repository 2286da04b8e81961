import { below, type Route } from '../../contract/route.ts';

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
/** Takes all that is left of a path, also when that is nothing behind a slash. */
const GREEDY = /^\{(\w+)\+\}$/;

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
  return [
    open,
    ...(route.andBelow ? [candidate(route, below(route), authorizationOf(route))] : []),
    ...(route.signedTwin ? [candidate(route, route.path.replace('/v1/', '/v1/signed/'), 'signature')] : []),
  ];
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

/** Literal segments come before parameters, and these before what takes all the rest, compared from the left. */
function bySpecificity(a: Candidate, b: Candidate): number {
  const shape = ({ segments }: Candidate) => segments.map(breadthOf).join('');
  return shape(a).localeCompare(shape(b));
}

function breadthOf(segment: string): 0 | 1 | 2 {
  if (GREEDY.test(segment)) return 2;
  return PARAMETER.test(segment) ? 1 : 0;
}

function matches({ segments }: Candidate, given: readonly string[]): boolean {
  const isGreedy = GREEDY.test(segments.at(-1) ?? '');
  if (isGreedy ? given.length < segments.length : given.length !== segments.length) return false;
  const one = isGreedy ? segments.slice(0, -1) : segments;
  return one.every((segment, at) => segment === given[at] || (PARAMETER.test(segment) && given[at] !== ''));
}

function parametersOf({ segments }: Candidate, given: readonly string[]): Record<string, string> {
  const pairs = segments.flatMap((segment, at) => {
    const rest = GREEDY.exec(segment)?.[1];
    if (rest !== undefined) return [[rest, decodeURIComponent(given.slice(at).join('/'))] as const];
    const name = PARAMETER.exec(segment)?.[1];
    return name === undefined ? [] : [[name, decodeURIComponent(given[at] ?? '')] as const];
  });
  return Object.fromEntries(pairs);
}
