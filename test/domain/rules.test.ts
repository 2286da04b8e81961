import { describe, expect, test } from 'vitest';
import { type ProblemCode, problemCodes } from '../../lib/contract/codes.ts';
import { admissionProblems } from '../../lib/contract/routes/deployments/create.ts';
import { decideDeploy } from '../../lib/domain/decide-deploy.ts';
import type { AdmissionFacts } from '../../lib/domain/facts.ts';
import { recipeActive, recipeKnown } from '../../lib/domain/guardrails/recipe-chosen.ts';
import { deployRules, rollbackRules } from '../../lib/domain/guardrails/rules.ts';
import { aDeliveryGroup, anEnvironment, aRecipe, planeSettings } from '../builders/config.ts';
import { aBuild, aLane, idNumber } from '../builders/records.ts';
import { anAdmin, anObserver, anOwner, aStranger } from '../usecases/callers.ts';
import { admissionFacts, allAbilities, memberService, mint, slotsOf } from './builders.ts';

const codes = (set: Partial<AdmissionFacts>): readonly string[] =>
  decideDeploy(admissionFacts(set), mint).evaluation.refusals.map(({ code }) => code);
const verdict = (rule: string, set: Partial<AdmissionFacts>) =>
  decideDeploy(admissionFacts(set), mint).evaluation.checks.find((check) => check.rule === rule);

describe('A deployment is refused', () => {
  const inFlight = { deploymentId: idNumber(7), version: '0.9.0' };
  const cases: readonly (readonly [string, Partial<AdmissionFacts>, ProblemCode])[] = [
    ['of an unknown service', { service: undefined, group: undefined }, 'SERVICE_NOT_ALLOWLISTED'],
    ['of a service in no group', { group: undefined, choice: undefined }, 'SERVICE_NOT_IN_DELIVERY_GROUP'],
    [
      'of a service in another group',
      { service: memberService({ deliveryGroupId: 'other' }) },
      'SERVICE_NOT_IN_DELIVERY_GROUP',
    ],
    ['by the owner of another group', { caller: aStranger() }, 'DELIVERY_GROUP_SCOPE_REQUIRED'],
    ['by a caller without a role', { caller: withoutRole() }, 'DELIVERY_GROUP_SCOPE_REQUIRED'],
    ['to an unknown environment', { environment: undefined }, 'ENVIRONMENT_NOT_ALLOWED'],
    [
      'to an environment the group is not bound to',
      { group: aDeliveryGroup({ environments: [] }) },
      'ENVIRONMENT_NOT_ALLOWED',
    ],
    ['to production in evaluation mode', evaluationInProduction(), 'ENVIRONMENT_NOT_ALLOWED'],
    ['to a disabled environment', { environment: anEnvironment({ lifecycle: 'disabled' }) }, 'ENVIRONMENT_DISABLED'],
    ['to an environment disabled for the group', disabledForGroup(), 'ENVIRONMENT_DISABLED'],
    ['to a retired environment', { environment: anEnvironment({ lifecycle: 'retired' }) }, 'ENVIRONMENT_RETIRED'],
    [
      'without a choice among recipes',
      { choice: { kind: 'undecided', eligible: ['a', 'b'] }, recipe: undefined },
      'RECIPE_ID_REQUIRED',
    ],
    [
      'without any recipe that fits',
      { choice: { kind: 'undecided', eligible: [] }, recipe: undefined },
      'RECIPE_ID_REQUIRED',
    ],
    ['with an unknown recipe', { recipe: undefined }, 'RECIPE_NOT_FOUND'],
    ['with a deprecated recipe', { recipe: aRecipe({ status: 'deprecated' }) }, 'RECIPE_DEPRECATED'],
    [
      'with a recipe the group may not use',
      { group: aDeliveryGroup({ allowedRecipes: ['canary'] }) },
      'RECIPE_NOT_ALLOWED',
    ],
    [
      'with a recipe that does not fit the service',
      { service: memberService({ allowedRecipes: ['canary'] }) },
      'RECIPE_INCOMPATIBLE',
    ],
    ['with a recipe for another engine', { connected: 'conveyor' }, 'RECIPE_INCOMPATIBLE'],
    ['with a recipe for no engine', { recipe: unmapped() }, 'RECIPE_INCOMPATIBLE'],
    [
      'of something that is no version',
      { intent: { ...admissionFacts().intent, version: 'latest' }, build: undefined },
      'INVALID_VERSION',
    ],
    ['of a version nobody registered', { build: undefined, artifact: undefined }, 'VERSION_NOT_FOUND'],
    ['of a version not verified yet', { build: aBuild({ status: 'PENDING_VERIFICATION' }) }, 'VERSION_NOT_VERIFIED'],
    ['of a version that was rejected', { build: aBuild({ status: 'REJECTED' }) }, 'VERSION_NOT_VERIFIED'],
    ['of a version whose artifact is missing', { artifact: 'missing' }, 'ARTIFACT_NOT_FOUND'],
    [
      'of a version whose artifact is known to be gone',
      { build: aBuild({ status: 'ARTIFACT_GONE' }) },
      'ARTIFACT_NOT_FOUND',
    ],
    ['beyond the quota of the day', { used: { deploys: 25, rollbacks: 0 } }, 'QUOTA_EXCEEDED'],
    ['beside another one of the service', { lane: aLane({ inFlight }) }, 'CONCURRENCY_LIMIT_REACHED'],
    ['beyond the places of the group', { slots: slotsOf(idNumber(8)) }, 'CONCURRENCY_LIMIT_REACHED'],
    [
      'while the engine is out of reach',
      { breaker: { state: 'open', since: '2026-11-21T11:00:00.000Z', failures: 9 } },
      'ENGINE_UNAVAILABLE',
    ],
  ];

  test.each(cases)('%s', (_, facts, code) => {
    expect(codes(facts)).toEqual([code]);
    const decision = decideDeploy(admissionFacts(facts), mint);
    expect(decision.admitted).toBe(false);
    expect(decision).not.toHaveProperty('change');
  });

  test('for every reason the contract names, and each has been tried here', () => {
    expect([...new Set(cases.map(([, , code]) => code))].sort()).toEqual([...admissionProblems].sort());
  });
});

describe('The rules of a deployment', () => {
  test('admit what nothing stands in the way of', () => {
    const decision = decideDeploy(admissionFacts(), mint);
    expect(decision.admitted).toBe(true);
    expect(decision.evaluation.refusals).toEqual([]);
    expect(decision.evaluation.checks.every(({ passed }) => passed)).toBe(true);
  });

  test('come in the order in which the contract lists their codes', () => {
    const order = Object.keys(problemCodes);
    for (const rules of [deployRules, rollbackRules]) {
      const positions = rules.flatMap((rule) => rule.codes.map((code) => order.indexOf(code)));
      // The rollback's own rules stand where versions would be chosen, before the version they choose is judged.
      if (rules === deployRules) expect(positions).toEqual([...positions].sort((a, b) => a - b));
      expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    }
    const phases = ['policy', 'compatibility', 'quota', 'concurrency', 'engine'];
    for (const rules of [deployRules, rollbackRules]) {
      const ranks = rules.map(({ phase }) => phases.indexOf(phase));
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    }
  });

  test('are held at the instant of writing by what they read, or checked again by the engine', () => {
    const held = (rules: readonly { readonly id: string; readonly phase: string; readonly twin: string }[]) =>
      rules.map(({ id, phase, twin }) => [id, phase, twin]);
    const policies = [
      ...['service-allowlisted', 'service-in-delivery-group', 'caller-in-scope'],
      ...['environment-allowed', 'environment-enabled', 'environment-not-retired'],
    ].map((id) => [id, 'policy', 'guard']);
    const recipe = ['recipe-for-this-engine', 'compatibility', 'checked again by the engine'];
    const version = [
      ['version-registered', 'compatibility', 'build never changes'],
      ['version-verified', 'compatibility', 'checked again by the engine'],
      ['artifact-present', 'compatibility', 'checked again by the engine'],
    ];
    const room = [
      ['one-in-flight', 'concurrency', 'lane'],
      ['free-slot', 'concurrency', 'slots'],
      ['engine-available', 'engine', 'checked again by the engine'],
    ];
    expect(held(deployRules)).toEqual([
      ...policies,
      ...['recipe-chosen', 'recipe-known', 'recipe-active', 'recipe-allowed'].map((id) => [id, 'policy', 'guard']),
      ['recipe-compatible', 'compatibility', 'guard'],
      recipe,
      ['version-well-formed', 'compatibility', 'build never changes'],
      ...version,
      ['daily-deploy-quota', 'quota', 'quota'],
      ...room,
    ]);
    expect(held(rollbackRules)).toEqual([
      ...policies,
      ['recipe-known', 'policy', 'guard'],
      ['not-a-rollback', 'compatibility', 'build never changes'],
      ['is-current', 'compatibility', 'lane'],
      ['rollback-target', 'compatibility', 'lane'],
      ['no-rollback-under-way', 'compatibility', 'lane'],
      recipe,
      ...version,
      ['daily-rollback-quota', 'quota', 'quota'],
      ...room,
    ]);
  });

  test('of recipes have nothing to suggest where the group is not known', () => {
    const unknown = { group: undefined, recipe: undefined };
    expect(recipeKnown.evaluate(admissionFacts(unknown))).toMatchObject({
      hint: 'Choose one of: none is allowed yet.',
    });
    const deprecated = { group: undefined, recipe: aRecipe({ status: 'deprecated' }) };
    expect(recipeActive.evaluate(admissionFacts(deprecated))).toMatchObject({
      hint: 'Choose another recipe: none is allowed.',
    });
  });

  test('list every refusal at once, in their order', () => {
    expect(
      codes({
        environment: anEnvironment({ lifecycle: 'disabled' }),
        recipe: aRecipe({ id: 'canary', status: 'deprecated' }),
        build: aBuild({ status: 'REJECTED' }),
        artifact: 'missing',
        used: { deploys: 99, rollbacks: 0 },
        slots: slotsOf(idNumber(8)),
        breaker: { state: 'open', since: '2026-11-21T11:00:00.000Z', failures: 9 },
      }),
    ).toEqual([
      'ENVIRONMENT_DISABLED',
      'RECIPE_DEPRECATED',
      'RECIPE_NOT_ALLOWED',
      'RECIPE_INCOMPATIBLE',
      'VERSION_NOT_VERIFIED',
      'ARTIFACT_NOT_FOUND',
      'QUOTA_EXCEEDED',
      'CONCURRENCY_LIMIT_REACHED',
      'ENGINE_UNAVAILABLE',
    ]);
  });

  test('end with the scope: nobody learns more about a group that is not theirs', () => {
    const { evaluation } = decideDeploy(
      admissionFacts({
        caller: aStranger(),
        environment: undefined,
        recipe: undefined,
        used: { deploys: 99, rollbacks: 0 },
      }),
      mint,
    );
    expect(evaluation.refusals.map(({ code }) => code)).toEqual(['DELIVERY_GROUP_SCOPE_REQUIRED']);
    expect(evaluation.checks.at(-1)?.rule).toBe('caller-in-scope');
    expect(JSON.stringify(evaluation.refusals)).not.toContain('Demo');
  });

  test('are skipped when the facts they need are missing', () => {
    const nothing = admissionFacts({
      service: undefined,
      group: undefined,
      environment: undefined,
      choice: undefined,
      recipe: undefined,
      build: undefined,
      artifact: undefined,
    });
    const { checks } = decideDeploy(nothing, mint).evaluation;
    expect(checks.map(({ rule }) => rule)).toEqual(['service-allowlisted', 'engine-available']);
  });

  test('say what each looked at, what stands in the way and what to do about it', () => {
    const { checks, refusals } = decideDeploy(admissionFacts({ used: { deploys: 25, rollbacks: 0 } }), mint).evaluation;
    for (const { rule, summary } of checks) expect(summary, rule).not.toBe('');
    expect(refusals).toEqual([
      {
        code: 'QUOTA_EXCEEDED',
        message: 'Demo has used its 25 deployments in Sandbox today',
        hint: expect.stringContaining('midnight UTC'),
        allowedFrom: '2026-11-22T00:00:00.000Z',
        facts: { quota: 'deploy', used: 25, limit: 25, resetsAt: '2026-11-22T00:00:00.000Z' },
      },
    ]);
    expect(verdict('daily-deploy-quota', { used: { deploys: 25, rollbacks: 0 } })?.allowedFrom).toBe(
      '2026-11-22T00:00:00.000Z',
    );
    expect(verdict('daily-deploy-quota', { used: { deploys: 24, rollbacks: 0 } })).toMatchObject({ passed: true });
  });

  test('tell nobody to wait for a quota of nothing', () => {
    const group = aDeliveryGroup({
      guardrails: { maxConcurrentDeployments: 1, dailyDeployQuota: 0, dailyRollbackQuota: 0 },
    });
    const [refusal] = decideDeploy(admissionFacts({ group }), mint).evaluation.refusals;
    expect(refusal).toMatchObject({
      message: 'Demo may make no deployments in Sandbox',
      hint: 'The quota of Demo is 0 there: ask a platform admin to raise it.',
    });
    expect(refusal).not.toHaveProperty('allowedFrom');
  });

  test('let admins deploy for every group, and nobody who only looks is kept out by scope', () => {
    expect(codes({ caller: anAdmin() })).toEqual([]);
    expect(codes({ caller: anObserver() })).toEqual([]);
    expect(codes({ caller: anOwner({ email: 'OWNER@example.com' }) })).toEqual([]);
  });

  test('name the deployment of the same service once, when it also holds the only place', () => {
    const inFlight = { deploymentId: idNumber(7), version: '0.9.0' };
    expect(codes({ lane: aLane({ inFlight }), slots: slotsOf(idNumber(7)) })).toEqual(['CONCURRENCY_LIMIT_REACHED']);
    const two = { lane: aLane({ inFlight }), slots: slotsOf(idNumber(7), idNumber(8)) };
    expect(codes(two)).toEqual(['CONCURRENCY_LIMIT_REACHED', 'CONCURRENCY_LIMIT_REACHED']);
  });

  test('name it once, too, when its end would make room beside others', () => {
    const inFlight = { deploymentId: idNumber(7), version: '0.9.0' };
    const guardrails = { maxConcurrentDeployments: 2, dailyDeployQuota: 25, dailyRollbackQuota: 10 };
    const set = { group: aDeliveryGroup({ guardrails }), slots: slotsOf(idNumber(8), idNumber(7)) };
    expect(codes({ ...set, lane: aLane({ inFlight }) })).toEqual(['CONCURRENCY_LIMIT_REACHED']);
    expect(codes({ ...set, lane: aLane() })).toEqual(['CONCURRENCY_LIMIT_REACHED']);
  });

  test('close production in evaluation mode only, and nothing else in it', () => {
    expect(codes({ environment: anEnvironment({ type: 'prod' }) })).toEqual([]);
    expect(codes({ settings: planeSettings({ mode: 'evaluation' }) })).toEqual([]);
  });

  test('say for whom an environment is disabled', () => {
    const summary = (set: Partial<AdmissionFacts>) => verdict('environment-enabled', set)?.summary;
    expect(summary(disabledForGroup())).toBe('Sandbox is disabled for Demo');
    expect(summary({ environment: anEnvironment({ lifecycle: 'disabled' }) })).toBe('Sandbox is disabled');
    expect(verdict('environment-allowed', { environment: undefined })?.summary).toBe('sandbox is not open to Demo');
  });

  test('say that a recipe is for another engine, and not for which', () => {
    const refused = verdict('recipe-for-this-engine', { connected: 'conveyor' });
    expect(refused?.summary).toBe('Standard rollout is for another engine than the one of this plane');
    expect(JSON.stringify(refused)).not.toMatch(/scripted|conveyor/);
    expect(verdict('recipe-for-this-engine', { recipe: unmapped() })?.summary).toContain('is not mapped');
    expect(verdict('recipe-for-this-engine', { connected: undefined })).toBeUndefined();
    expect(codes({ connected: undefined })).toEqual([]);
  });

  test('admit nothing of which not all is known, though no rule objects', () => {
    for (const unknown of [{ choice: undefined, recipe: undefined }] as const) {
      const decision = decideDeploy(admissionFacts(unknown), mint);
      expect(decision).toMatchObject({ admitted: false, evaluation: { refusals: [] } });
    }
  });

  test('tell a service that is in no group from one that has moved', () => {
    const { deliveryGroupId: _group, ...homeless } = memberService();
    const refusal = (service: AdmissionFacts['service']) =>
      decideDeploy(admissionFacts({ service, group: undefined }), mint).evaluation.refusals[0];
    expect(refusal(homeless)).toMatchObject({
      code: 'SERVICE_NOT_IN_DELIVERY_GROUP',
      message: 'demo-service is in no delivery group, so nobody may deploy it',
      hint: 'Ask a platform admin to put the service into a delivery group.',
    });
    expect(refusal(memberService({ deliveryGroupId: 'other' }))).toMatchObject({
      message: 'demo-service has moved to the delivery group other since',
      hint: 'Deploy the version you want there.',
    });
  });

  test('promise no cancel where the engine cannot stop what is under way', () => {
    const inFlight = { deploymentId: idNumber(7), version: '0.9.0' };
    const hint = (abilities: AdmissionFacts['abilities']) =>
      decideDeploy(admissionFacts({ lane: aLane({ inFlight }), abilities }), mint).evaluation.refusals[0]?.hint;
    expect(hint(allAbilities)).toContain('cancel it');
    expect(hint(undefined)).toContain('cancel it');
    expect(hint({ ...allAbilities, cancel: false })).toBe(
      `Wait for deployment ${idNumber(7)} to end, or roll it back to take its place.`,
    );
  });

  test('tell recipes that several fit from recipes of which none does', () => {
    const summary = (eligible: readonly string[]) =>
      verdict('recipe-chosen', { choice: { kind: 'undecided', eligible }, recipe: undefined })?.summary;
    expect(summary(['a', 'b'])).toContain('Several recipes fit');
    expect(summary([])).toContain('No recipe fits');
  });

  test('tell a version that was rejected from one that is not verified yet', () => {
    const summary = (status: 'REJECTED' | 'PENDING_VERIFICATION') =>
      verdict('version-verified', { build: aBuild({ status }) })?.summary;
    expect(summary('REJECTED')).toContain('was rejected');
    expect(summary('PENDING_VERIFICATION')).toContain('is not verified yet');
  });

  test('say of a rollback on its way that it is one', () => {
    const inFlight = { deploymentId: idNumber(7), version: '0.9.0', rollbackOf: idNumber(6) };
    expect(verdict('one-in-flight', { lane: aLane({ inFlight }) })?.summary).toContain('rollback to 0.9.0');
  });

  test('let an artifact pass that could not be looked up', () => {
    expect(verdict('artifact-present', { artifact: 'unchecked' })).toMatchObject({ passed: true });
    const settings = planeSettings({ admitWhenArtifactUnchecked: false });
    expect(decideDeploy(admissionFacts({ artifact: 'unchecked', settings }), mint).evaluation.refusals).toEqual([
      {
        code: 'ARTIFACT_NOT_FOUND',
        message: 'The artifact of 1.0.0 could not be looked up just now',
        hint: 'Try again in a few minutes; the artifact store does not answer.',
        facts: { version: '1.0.0', artifact: 'unchecked' },
      },
    ]);
    expect(verdict('artifact-present', { artifact: 'present', settings })).toMatchObject({ passed: true });
    expect(verdict('artifact-present', { artifact: undefined })?.facts).toMatchObject({ artifact: 'unchecked' });
  });

  test('let a closed breaker pass, however often it failed', () => {
    const since = '2026-11-21T11:00:00.000Z';
    expect(codes({ breaker: { state: 'closed', since, failures: 4 } })).toEqual([]);
  });

  test('suggest what there is, or say that there is nothing', () => {
    const hints = (set: Partial<AdmissionFacts>) =>
      decideDeploy(admissionFacts(set), mint).evaluation.refusals.map(({ hint }) => hint);
    const deprecated = aRecipe({ status: 'deprecated' });
    const none = aDeliveryGroup({ allowedRecipes: [] });
    expect(hints({ recipe: undefined })).toEqual(['Choose one of: default.']);
    expect(hints({ recipe: undefined, group: none })).toEqual(['Choose one of: none is allowed yet.']);
    expect(hints({ recipe: deprecated })).toEqual(['Choose another recipe: none is allowed.']);
    expect(hints({ recipe: deprecated, group: aDeliveryGroup({ allowedRecipes: ['default', 'canary'] }) })).toEqual([
      'Choose another recipe: canary.',
    ]);
    expect(hints({ group: none })).toEqual(['Choose one of: none is allowed yet.']);
    expect(hints({ service: memberService({ allowedRecipes: [] }) })).toEqual(['Choose one of: none fits yet.']);
    expect(hints({ choice: { kind: 'undecided', eligible: ['a', 'b'] }, recipe: undefined })).toEqual([
      'Send recipeId: a, b.',
    ]);
  });
});

function unmapped() {
  const { engine: _engine, ...recipe } = aRecipe();
  return recipe;
}

function withoutRole() {
  const { role: _role, ...caller } = anOwner();
  return caller;
}

function evaluationInProduction(): Partial<AdmissionFacts> {
  return { settings: planeSettings({ mode: 'evaluation' }), environment: anEnvironment({ type: 'prod' }) };
}

function disabledForGroup(): Partial<AdmissionFacts> {
  return { group: aDeliveryGroup({ environments: [{ name: 'sandbox', enabled: false, promotionOrder: 1 }] }) };
}
