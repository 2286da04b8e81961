import { type Permission, permissions, type Role } from '../contract/actor.ts';
import type { Refusal } from '../contract/problem.ts';
import type { Route } from '../contract/route.ts';
import type { Caller } from '../domain/records.ts';
import { refusal } from '../usecases/result.ts';

/** Step 3 of the order of checks: a known role, and one that may call this. */
export const roleDenial = (route: Route, caller: Caller | undefined): Refusal | undefined => {
  if (!caller?.role) {
    return refusal(
      'AUTHZ_ROLE_REQUIRED',
      'You are signed in, but have no role in DXCP',
      'Ask a platform admin to give you one: observer to look, delivery owner to deploy.',
    );
  }
  const allowed: readonly Role[] = permissions[route.permission];
  if (allowed.includes(caller.role)) return undefined;
  return route.permission === 'ci'
    ? refusal(
        'CI_ONLY',
        'Only CI publishers may publish builds',
        'Publish from CI, with an identity that an admin has allowed.',
      )
    : refusal('ROLE_FORBIDDEN', `Your role (${caller.role}) may not do this`, whoMay[route.permission]);
};

const whoMay: Readonly<Record<Permission, string>> = {
  public: '',
  any: '',
  'read+ci': '',
  read: 'People may read this; CI publishers may not.',
  deploy: 'Delivery owners of the group and platform admins may. Ask one of them.',
  ci: 'CI publishers may.',
  admin: 'Platform admins may. Ask one of them.',
  engine: 'The deployment engine may, by its own secret.',
};
