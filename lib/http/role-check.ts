import { type Permission, permissions, type Role } from '../contract/actor.ts';
import type { Refusal } from '../contract/problem.ts';
import type { Route } from '../contract/route.ts';
import { notListed, publisherOf } from '../domain/publishers.ts';
import type { Caller } from '../domain/records.ts';
import { refusal } from '../usecases/result.ts';
import type { Needs } from './answers.ts';

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

/**
 * Whoever publishes builds, and any AWS role whatever it asks for, is known by a publisher entry: the role of a signed
 * request is nothing that anybody has given it here.
 */
export const publisherDenial = async (
  { store }: Pick<Needs, 'store'>,
  { route, caller }: { readonly route: Route; readonly caller: Caller },
): Promise<Refusal | undefined> => {
  if (caller.identity.kind !== 'aws' && route.permission !== 'ci') return undefined;
  const { publishers } = await store().read({ publishers: 'plane' });
  return publisherOf(caller, publishers?.entries ?? []) ? undefined : notListed;
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
