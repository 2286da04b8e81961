import { permissions, type Role } from '../../lib/contract/actor.ts';
import type { ProblemCode } from '../../lib/contract/codes.ts';
import type { Route } from '../../lib/contract/route.ts';
import { routes } from '../../lib/contract/routes.ts';

/** Who may call what, cell by cell: what the document shows and what a running plane is held to. */

/** Everybody who can stand before the API; the objects called about belong to the group `demo`. */
export const callers = {
  nobody: { title: 'nobody', about: 'sends no Authorization header', role: undefined },
  roleless: { title: 'no role', about: 'has a good token without any DXCP role', role: undefined },
  observer: { title: 'observer', about: 'has the role of observers', role: 'OBSERVER' },
  owner: { title: 'owner', about: 'owns the delivery group in question', role: 'DELIVERY_OWNER' },
  stranger: { title: 'other owner', about: 'owns another delivery group', role: 'DELIVERY_OWNER' },
  ci: { title: 'CI', about: 'has the role of CI publishers and is on the list of publishers', role: 'CI_PUBLISHER' },
  unlisted: { title: 'CI, unlisted', about: 'has that role, but no publisher entry matches', role: 'CI_PUBLISHER' },
  admin: { title: 'admin', about: 'has the role of platform admins', role: 'PLATFORM_ADMIN' },
  engine: { title: 'engine', about: 'sends the secret of the engine', role: undefined },
  signed: { title: 'signed', about: 'signs with an AWS role that is on the list of publishers', role: 'CI_PUBLISHER' },
} as const satisfies Record<string, { title: string; about: string; role: Role | undefined }>;
export type CallerName = keyof typeof callers;
export const callerNames: readonly CallerName[] = [
  'nobody',
  'roleless',
  'observer',
  'owner',
  'stranger',
  'ci',
  'unlisted',
  'admin',
  'engine',
  'signed',
];

/** Where a route is mounted, and what the gateway asks for there. */
export type Mount = {
  readonly route: Route;
  readonly path: string;
  readonly asks: 'nothing' | 'token' | 'engine secret' | 'signature';
};

/** An answer; without a code a refusal is the gateway's own. */
export type Cell = {
  readonly status: number;
  readonly code?: ProblemCode;
  /** What an answer of 200 says about the caller's authority. */
  readonly refusal?: ProblemCode;
};

const asksFor = ({ permission }: Route): Mount['asks'] => {
  if (permission === 'public') return 'nothing';
  return permission === 'engine' ? 'engine secret' : 'token';
};

export const mounts: readonly Mount[] = Object.values<Route>(routes).flatMap((route): Mount[] => {
  const open: Mount = { route, path: route.path, asks: asksFor(route) };
  if (!route.signedTwin) return [open];
  return [open, { route, path: route.path.replace('/v1/', '/v1/signed/'), asks: 'signature' }];
});

/** `GET /v1/whoami`, or `$default`. */
export const keyOf = ({ route, path }: Mount): string => (path === '$default' ? path : `${route.method} ${path}`);

const UNAUTHORIZED: Cell = { status: 401 };
const FORBIDDEN: Cell = { status: 403 };

/** What a caller without good credentials for the mount gets. */
export const unidentified = ({ route, asks }: Mount): Cell => {
  if (asks === 'nothing') return { status: route.status };
  return asks === 'signature' ? FORBIDDEN : UNAUTHORIZED;
};

export const cellOf = (mount: Mount, caller: CallerName): Cell => {
  const { route, asks } = mount;
  const isIdentified =
    (asks === 'token' && !['nobody', 'engine', 'signed'].includes(caller)) ||
    (asks === 'signature' && caller === 'signed') ||
    (asks === 'engine secret' && caller === 'engine');
  if (!isIdentified) return unidentified(mount);
  if (asks === 'engine secret') return { status: route.status };
  return byRole(route, caller);
};

const byRole = (route: Route, caller: CallerName): Cell => {
  const { role } = callers[caller];
  if (route.operation === 'routes.unknown') return { status: 404, code: 'NOT_FOUND' };
  if (role === undefined) return { status: 403, code: 'AUTHZ_ROLE_REQUIRED' };
  const admitted: readonly Role[] = permissions[route.permission];
  if (!admitted.includes(role)) return { status: 403, code: route.permission === 'ci' ? 'CI_ONLY' : 'ROLE_FORBIDDEN' };
  return beyondRoles(route, caller) ?? { status: route.status };
};

/** Ownership of a delivery group and the list of publishers, on top of the role. */
const beyondRoles = (route: Route, caller: CallerName): Cell | undefined => {
  if (caller === 'unlisted') {
    if (route.permission === 'ci') return { status: 403, code: 'CI_ONLY' };
    return route.operation === 'builds.get' ? { status: 404, code: 'NOT_FOUND' } : undefined;
  }
  if (caller !== 'stranger') return undefined;
  if (route.problems.includes('DELIVERY_GROUP_SCOPE_REQUIRED')) {
    return { status: 403, code: 'DELIVERY_GROUP_SCOPE_REQUIRED' };
  }
  if (route.operation !== 'deployments.validate') return undefined;
  return { status: 200, refusal: 'DELIVERY_GROUP_SCOPE_REQUIRED' };
};
