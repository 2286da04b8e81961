import { describe, expect, test } from 'vitest';
import { binding, limitsIn } from '../../lib/domain/limits.ts';
import { inScope, owns } from '../../lib/domain/ownership.ts';
import { policyFigures, policySnapshot } from '../../lib/domain/policy.ts';
import { publisherOf } from '../../lib/domain/publishers.ts';
import { chooseRecipe } from '../../lib/domain/recipe-choice.ts';
import type { Publisher } from '../../lib/domain/settings.ts';
import { aDeliveryGroup, aService } from '../builders/config.ts';
import { anAdmin, anObserver, anOwner, aPublisher } from '../usecases/callers.ts';
import { admissionFacts, slotsOf } from './builders.ts';

const sandbox = { name: 'sandbox', enabled: true, promotionOrder: 1 };

describe('The limits in force', () => {
  const guardrails = { maxConcurrentDeployments: 4, dailyDeployQuota: 40, dailyRollbackQuota: 8 };
  const group = aDeliveryGroup({
    guardrails,
    environments: [
      sandbox,
      { name: 'prod', enabled: true, promotionOrder: 2, guardrails: { maxConcurrentDeployments: 2 } },
      {
        name: 'tight',
        enabled: true,
        promotionOrder: 3,
        guardrails: { maxConcurrentDeployments: 0, dailyDeployQuota: 3, dailyRollbackQuota: 0 },
      },
    ],
  });

  test("are the group's, unless the environment has its own, each by itself", () => {
    expect(limitsIn(group, 'sandbox', 'standard')).toEqual(guardrails);
    expect(limitsIn(group, 'prod', 'standard')).toEqual({ ...guardrails, maxConcurrentDeployments: 2 });
    expect(limitsIn(group, 'tight', 'standard')).toEqual({
      maxConcurrentDeployments: 0,
      dailyDeployQuota: 3,
      dailyRollbackQuota: 0,
    });
    expect(limitsIn(group, 'nowhere', 'standard')).toEqual(guardrails);
  });

  test('are the tighter ones in evaluation mode, never the looser', () => {
    expect(limitsIn(group, 'sandbox', 'evaluation')).toEqual({
      maxConcurrentDeployments: 1,
      dailyDeployQuota: 10,
      dailyRollbackQuota: 8,
    });
    expect(limitsIn(group, 'tight', 'evaluation')).toEqual(limitsIn(group, 'tight', 'standard'));
  });

  test('belong to the environments that a group is bound to', () => {
    expect(binding(group, 'sandbox')).toEqual(sandbox);
    expect(binding(group, 'nowhere')).toBeUndefined();
  });
});

describe('The figures of a policy', () => {
  test('are limits, use and what is left, which is never less than nothing', () => {
    const figures = policyFigures(admissionFacts({ used: { deploys: 30, rollbacks: 4 }, slots: slotsOf('b', 'a') }));
    expect(figures).toMatchObject({
      limits: { maxConcurrentDeployments: 1, dailyDeployQuota: 25, dailyRollbackQuota: 10 },
      used: { activeDeployments: 2, dailyDeploys: 30, dailyRollbacks: 4 },
      remaining: { activeDeployments: 0, dailyDeploys: 0, dailyRollbacks: 6 },
      resetsAt: '2026-11-22T00:00:00.000Z',
    });
    expect(figures?.holders.map(({ deploymentId }) => deploymentId)).toEqual(['b', 'a']);
    expect(policyFigures(admissionFacts())?.remaining.activeDeployments).toBe(1);
  });

  test('are none without a delivery group, and frozen without a guard row as revision 0', () => {
    expect(policyFigures(admissionFacts({ group: undefined }))).toBeUndefined();
    expect(policySnapshot(admissionFacts({ guard: undefined }), aDeliveryGroup()).guardRevision).toBe(0);
  });
});

describe('The recipe of a deployment', () => {
  const service = aService({ allowedRecipes: ['default', 'canary'] });
  const group = aDeliveryGroup({
    allowedRecipes: ['canary', 'blue-green', 'default'],
    environments: [
      { ...sandbox, routes: { 'demo-service': 'blue-green' } },
      { ...sandbox, name: 'prod' },
    ],
  });
  const choose = (set: Partial<Parameters<typeof chooseRecipe>[0]>) =>
    chooseRecipe({ recipeId: undefined, group, service, environment: 'sandbox', ...set });

  test('is the one asked for, else the routed one, else the only one that is allowed and fits', () => {
    expect(choose({ recipeId: 'canary' })).toEqual({ kind: 'chosen', recipeId: 'canary', by: 'request' });
    expect(choose({})).toEqual({ kind: 'chosen', recipeId: 'blue-green', by: 'route' });
    const narrow = aService({ allowedRecipes: ['canary', 'unknown'] });
    expect(choose({ environment: 'prod', service: narrow })).toEqual({
      kind: 'chosen',
      recipeId: 'canary',
      by: 'only one eligible',
    });
  });

  test('is undecided among several, or without any', () => {
    expect(choose({ environment: 'prod' })).toEqual({ kind: 'undecided', eligible: ['canary', 'default'] });
    expect(choose({ environment: 'prod', service: aService({ allowedRecipes: [] }) })).toEqual({
      kind: 'undecided',
      eligible: [],
    });
    expect(choose({ environment: 'elsewhere' })).toEqual({ kind: 'undecided', eligible: ['canary', 'default'] });
  });

  test('is routed for the service only', () => {
    expect(choose({ service: aService({ ...service, name: 'other' }) })).toMatchObject({ kind: 'undecided' });
  });
});

describe('A delivery group', () => {
  const group = { owners: ['Owner@Example.com', 'sub:auth0|7', 'group:platform'] };

  test('is owned by email, subject or group claim', () => {
    expect(owns(anOwner({ email: 'owner@example.COM' }), group)).toBe(true);
    expect(owns(anOwner({ id: 'auth0|7', email: 'x@example.com' }), group)).toBe(true);
    expect(owns(anOwner({ email: 'x@example.com', groups: ['platform'] }), group)).toBe(true);
    expect(owns(anOwner({ id: 'auth0|8', email: 'x@example.com', groups: ['other'] }), group)).toBe(false);
  });

  test('is not owned by a value of another kind', () => {
    const { email: _email, ...nameless } = anOwner({ id: 'owner@example.com', groups: ['auth0|7'] });
    expect(owns(nameless, group)).toBe(false);
    expect(owns(anOwner({ email: 'sub:auth0|7' }), group)).toBe(false);
    expect(owns(anOwner({ email: 'group:platform' }), group)).toBe(false);
  });

  test('scopes owners only', () => {
    const { role: _role, ...nobody } = anOwner();
    expect(inScope(anOwner(), group)).toBe(true);
    expect(inScope(anOwner({ email: 'x@example.com' }), group)).toBe(false);
    expect(inScope(anAdmin(), group)).toBe(true);
    expect(inScope(anObserver(), group)).toBe(true);
    expect(inScope(nobody, group)).toBe(false);
  });
});

describe('A CI publisher', () => {
  const entry = (match: Publisher['match']): Publisher => ({ name: 'ci', provider: 'github', match });
  const admits = (match: Publisher['match'], caller = aPublisher()) =>
    publisherOf(caller, [entry(match)])?.name === 'ci';
  const role = aPublisher({ identity: { kind: 'aws', accountId: '123456789012', roleName: 'ci-publisher' } });

  test('is admitted when every constraint of an entry holds', () => {
    const all = {
      issuers: ['https://id.example.com'],
      audiences: ['other', 'dxcp'],
      subjects: ['repo:demo/service'],
      subjectPrefixes: ['repo:other/', 'repo:demo/'],
    };
    expect(admits(all)).toBe(true);
    expect(admits({ ...all, issuers: ['https://id.example.org'] })).toBe(false);
    expect(admits({ ...all, audiences: [] })).toBe(false);
    expect(admits({ ...all, subjects: ['repo:demo'] })).toBe(false);
    expect(admits({ ...all, subjectPrefixes: ['demo'] })).toBe(false);
  });

  test('needs what the entry asks for, even if the token has no such claim', () => {
    expect(admits({ authorizedParties: ['app'] })).toBe(false);
    const identity = { kind: 'token', issuer: 'i', audience: 'a', authorizedParty: 'app' } as const;
    expect(admits({ authorizedParties: ['app'] }, aPublisher({ identity }))).toBe(true);
  });

  test('is never admitted by an entry without constraints, nor by an empty list', () => {
    expect(admits({})).toBe(false);
    expect(publisherOf(aPublisher(), [])).toBeUndefined();
  });

  test('is an AWS role of the very account and name', () => {
    expect(admits({ accountId: '123456789012', roleName: 'ci-publisher' }, role)).toBe(true);
    expect(admits({ accountId: '999999999999', roleName: 'ci-publisher' }, role)).toBe(false);
    expect(admits({ accountId: '123456789012', roleName: 'ci' }, role)).toBe(false);
    expect(admits({ accountId: '123456789012', roleName: 'ci-publisher' })).toBe(false);
    expect(admits({ subjects: [role.id] }, role)).toBe(false);
  });

  test('is the first entry that matches', () => {
    const entries = [
      { ...entry({ subjects: ['x'] }), name: 'no' },
      { ...entry({ subjectPrefixes: ['repo:'] }), name: 'first' },
      { ...entry({ issuers: ['https://id.example.com'] }), name: 'second' },
    ];
    expect(publisherOf(aPublisher(), entries)?.name).toBe('first');
  });
});
