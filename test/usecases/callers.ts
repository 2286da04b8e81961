import type { Caller } from '../../lib/domain/records.ts';

/** People and pipelines as they usually call; say only what matters to the test. */

const identity = { kind: 'token', issuer: 'https://id.example.com', audience: 'dxcp' } as const;

export const anOwner = (set: Partial<Caller> = {}): Caller => ({
  id: 'auth0|owner',
  email: 'owner@example.com',
  role: 'DELIVERY_OWNER',
  groups: [],
  identity,
  ...set,
});

export const anAdmin = (set: Partial<Caller> = {}): Caller => ({
  id: 'auth0|admin',
  email: 'alice@example.com',
  role: 'PLATFORM_ADMIN',
  groups: [],
  identity,
  ...set,
});

export const anObserver = (set: Partial<Caller> = {}): Caller => ({
  id: 'auth0|observer',
  email: 'bob@example.com',
  role: 'OBSERVER',
  groups: [],
  identity,
  ...set,
});

/** Owns nothing of what the tests deploy. */
export const aStranger = (set: Partial<Caller> = {}): Caller =>
  anOwner({ id: 'auth0|stranger', email: 'stranger@example.com', ...set });

export const aPublisher = (set: Partial<Caller> = {}): Caller => ({
  id: 'repo:demo/service',
  role: 'CI_PUBLISHER',
  groups: [],
  identity,
  ...set,
});
