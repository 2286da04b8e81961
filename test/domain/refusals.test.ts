import { describe, expect, test } from 'vitest';
import { attemptOf } from '../../lib/domain/admit.ts';
import { decideDeploy } from '../../lib/domain/decide-deploy.ts';
import { decideRollback } from '../../lib/domain/decide-rollback.ts';
import type { AdmissionFacts, RollbackFacts } from '../../lib/domain/facts.ts';
import type { Evaluation } from '../../lib/domain/guardrails/rule.ts';
import { deployRules, rollbackRules } from '../../lib/domain/guardrails/rules.ts';
import { aDeliveryGroup, anEnvironment, aRecipe, planeSettings } from '../builders/config.ts';
import { aBuild, aLane, aRecord, aSuccess, idNumber } from '../builders/records.ts';
import { aStranger } from '../usecases/callers.ts';
import { admissionFacts, memberService, mint, rollbackFacts, runningAs, slotsOf } from './builders.ts';

/** What a rule looked at, as programs read it beside the sentence for people. */
type Told = readonly [rule: string, set: Partial<RollbackFacts>, facts: Readonly<Record<string, unknown>>];

const inFlight = { deploymentId: idNumber(7), version: '0.9.0' };
const holder = { deploymentId: 'a', service: 'service-0', version: '1.0.0', since: '2026-11-21T11:00:00.000Z' };
const bound = (enabled: boolean) => ({ name: 'sandbox', enabled, promotionOrder: 1 });
const closed = aDeliveryGroup({ environments: [bound(false), { ...bound(true), name: 'lab' }] });
const undecided = { kind: 'undecided', eligible: ['a', 'b'] } as const;
const { sha256, builtAt, registeredBy } = aBuild();
const resetsAt = '2026-11-22T00:00:00.000Z';
const since = '2026-11-21T11:00:00.000Z';

const deployments: readonly Told[] = [
  ['service-allowlisted', {}, { service: 'demo-service' }],
  ['service-allowlisted', { service: undefined }, { service: 'demo-service' }],
  ['service-in-delivery-group', {}, { deliveryGroupId: 'demo' }],
  ['service-in-delivery-group', { group: undefined }, { service: 'demo-service' }],
  ['caller-in-scope', {}, { deliveryGroupId: 'demo' }],
  ['caller-in-scope', { caller: aStranger() }, {}],
  ['environment-allowed', {}, { environment: 'sandbox' }],
  ['environment-allowed', { group: closed, environment: undefined }, { environment: 'sandbox', open: ['lab'] }],
  ['environment-enabled', {}, { environment: 'sandbox', lifecycle: 'active', enabledForGroup: true }],
  ['environment-enabled', { group: closed }, { environment: 'sandbox', lifecycle: 'active', enabledForGroup: false }],
  ['environment-not-retired', { environment: anEnvironment({ lifecycle: 'retired' }) }, { environment: 'sandbox' }],
  ['recipe-chosen', {}, { recipeId: 'default' }],
  ['recipe-chosen', { choice: undecided, recipe: undefined }, { eligible: ['a', 'b'] }],
  ['recipe-known', {}, { recipeId: 'default' }],
  ['recipe-known', { recipe: undefined }, { recipeId: 'default' }],
  ['recipe-active', {}, { recipeId: 'default', status: 'active' }],
  ['recipe-active', { recipe: aRecipe({ status: 'deprecated' }) }, { recipeId: 'default', status: 'deprecated' }],
  ['recipe-allowed', {}, { recipeId: 'default', allowed: ['default'] }],
  ['recipe-allowed', { group: aDeliveryGroup({ allowedRecipes: [] }) }, { recipeId: 'default', allowed: [] }],
  ['recipe-compatible', {}, { recipeId: 'default', fits: ['default'] }],
  ['recipe-compatible', { service: memberService({ allowedRecipes: [] }) }, { recipeId: 'default', fits: [] }],
  ['recipe-for-this-engine', {}, { recipeId: 'default' }],
  ['recipe-for-this-engine', { connected: 'conveyor' }, { recipeId: 'default' }],
  ['version-registered', {}, { version: '1.0.0', builtAt, registeredBy, sha256 }],
  ['version-registered', { build: undefined }, { service: 'demo-service', version: '1.0.0' }],
  ['version-well-formed', { intent: { ...admissionFacts().intent, version: 'latest' } }, { version: 'latest' }],
  ['version-verified', {}, { version: '1.0.0', status: 'VERIFIED' }],
  ['version-verified', { build: aBuild({ status: 'REJECTED' }) }, { version: '1.0.0', status: 'REJECTED' }],
  ['artifact-present', {}, { version: '1.0.0', artifact: 'present' }],
  ['artifact-present', { artifact: 'unchecked' }, { version: '1.0.0', artifact: 'unchecked' }],
  ['artifact-present', { artifact: 'missing' }, { version: '1.0.0', artifact: 'missing' }],
  ['daily-deploy-quota', {}, { quota: 'deploy', used: 0, limit: 25, resetsAt }],
  ['one-in-flight', {}, {}],
  [
    'one-in-flight',
    { lane: aLane({ inFlight }) },
    { scope: 'service and environment', limit: 1, holders: [{ ...inFlight, service: 'demo-service' }] },
  ],
  ['free-slot', {}, { scope: 'delivery group and environment', limit: 1, used: 0, holders: [] }],
  [
    'free-slot',
    { slots: slotsOf('a') },
    { scope: 'delivery group and environment', limit: 1, used: 1, holders: [holder] },
  ],
  ['engine-available', {}, {}],
  ['engine-available', { breaker: { state: 'open', since, failures: 5 } }, { since }],
];

const running = runningAs(aSuccess({ id: idNumber(2), version: '2.0.0' }));
const rollbackOf = idNumber(2);
const failed = aRecord({ id: idNumber(3), version: '3.0.0', state: 'FAILED', outcome: 'FAILED' });

const rollbacks: readonly Told[] = [
  [
    'not-a-rollback',
    { original: aSuccess({ id: idNumber(2), deploymentKind: 'ROLLBACK' }) },
    { deploymentId: rollbackOf },
  ],
  ['is-current', {}, {}],
  ['is-current', { original: failed, lane: aLane({ running }) }, { running }],
  ['is-current', { original: failed, lane: undefined }, { running: null }],
  ['rollback-target', {}, { version: '1.0.0', deploymentId: idNumber(1), ranFrom: '2026-11-20T10:00:00.000Z' }],
  ['rollback-target', { target: undefined }, { service: 'demo-service', environment: 'sandbox' }],
  [
    'no-rollback-under-way',
    { lane: aLane({ running, inFlight: { ...inFlight, rollbackOf } }) },
    { deploymentId: idNumber(7) },
  ],
  ['daily-rollback-quota', {}, { quota: 'rollback', used: 0, limit: 10, resetsAt }],
  [
    'daily-rollback-quota',
    { used: { deploys: 0, rollbacks: 10 } },
    { quota: 'rollback', used: 10, limit: 10, resetsAt },
  ],
];

const ofDeploy = (set: Partial<AdmissionFacts>): Evaluation => decideDeploy(admissionFacts(set), mint).evaluation;
const ofRollback = (set: Partial<RollbackFacts>): Evaluation => decideRollback(rollbackFacts(set), mint).evaluation;

describe('What a guardrail looked at', () => {
  test.each(deployments)('%s tells of a deployment with %o', (rule, set, facts) => {
    expect(ofDeploy(set).checks.find((check) => check.rule === rule)?.facts).toEqual(facts);
  });

  test.each(rollbacks)('%s tells of a rollback with %o', (rule, set, facts) => {
    expect(ofRollback(set).checks.find((check) => check.rule === rule)?.facts).toEqual(facts);
  });

  test('is shown for every rule that can pass or refuse', () => {
    const told = new Set([...deployments, ...rollbacks].map(([rule]) => rule));
    expect([...deployRules, ...rollbackRules].map(({ id }) => id).filter((id) => !told.has(id))).toEqual([]);
  });
});

/** All that anybody may be told by a decision. */
const evaluations = (): readonly Evaluation[] => [
  ...deployments.map(([, set]) => ofDeploy(set)),
  ...rollbacks.map(([, set]) => ofRollback(set)),
  ofDeploy({ environment: anEnvironment({ type: 'prod' }), settings: planeSettings({ mode: 'evaluation' }) }),
  ofDeploy({ used: { deploys: 25, rollbacks: 0 } }),
  ofDeploy({ build: aBuild({ status: 'PENDING_VERIFICATION' }) }),
  ofDeploy({ choice: { kind: 'undecided', eligible: [] }, recipe: undefined }),
  ofRollback({ original: failed, lane: aLane({ running, newestAttempt: attemptOf(failed) }) }),
];

describe('Whatever is decided', () => {
  test('every check says in a sentence what it found, without anything that has no name', () => {
    for (const { rule, summary } of evaluations().flatMap(({ checks }) => checks)) {
      expect(summary, rule).toMatch(/^\w.{9,}[\w)]$/);
      expect(summary, rule).not.toMatch(/undefined|null|\[object|, ,|,$/);
    }
  });

  test('every refusal says what to do about it', () => {
    for (const { code, message, hint } of evaluations().flatMap(({ refusals }) => refusals)) {
      expect(message, code).toMatch(/^\w.{9,}[\w)]$/);
      expect(hint, code).toMatch(/^[A-Z].{9,}\.$/);
      expect(hint, code).not.toMatch(/undefined|null|\[object|, ,| {2}|: \./);
    }
  });

  test('every refusal is a check that did not pass, and says the same; only one that time opens says when', () => {
    for (const { checks, refusals } of evaluations()) {
      const refused = checks.filter(({ passed }) => !passed);
      expect(refused.map(({ summary, facts }) => [summary, facts])).toEqual(
        refusals.map(({ message, facts }) => [message, facts]),
      );
      for (const item of [...checks, ...refusals]) {
        const quota = 'code' in item ? item.code === 'QUOTA_EXCEEDED' : !item.passed && item.rule.endsWith('quota');
        expect(Object.hasOwn(item, 'allowedFrom')).toBe(quota && item.facts.limit !== 0);
      }
    }
  });

  test('every rule refuses with the codes that it names', () => {
    const codesOf = new Map([...deployRules, ...rollbackRules].map(({ id, codes }) => [id, codes]));
    for (const { checks, refusals } of evaluations()) {
      const refused = checks.filter(({ passed }) => !passed).map(({ rule }) => codesOf.get(rule));
      expect(refused).toEqual(refusals.map(({ code }) => [code]));
    }
  });
});

describe('The words of a refusal', () => {
  const only = (evaluation: Evaluation) => {
    const [refusal] = evaluation.refusals;
    return `${refusal?.message}: ${refusal?.hint}`;
  };

  test('name those who hold the places, and for whom to wait', () => {
    expect(only(ofDeploy({ slots: slotsOf('a', 'b') }))).toBe(
      'Demo deploys 1 at a time to Sandbox; now service-0 1.0.0, service-1 1.0.0: Wait for a, b to end.',
    );
  });

  test('list what may be chosen', () => {
    const several = aDeliveryGroup({ allowedRecipes: ['canary', 'blue-green'] });
    expect(only(ofDeploy({ group: several }))).toContain('Choose one of: canary, blue-green.');
    expect(only(ofDeploy({ group: several, recipe: undefined }))).toContain('Choose one of: canary, blue-green.');
    const deprecated = aRecipe({ status: 'deprecated' });
    expect(only(ofDeploy({ group: several, recipe: deprecated }))).toContain('another recipe: canary, blue-green.');
    const fitting = memberService({ allowedRecipes: ['canary', 'blue-green'] });
    expect(only(ofDeploy({ service: fitting }))).toContain('Choose one of: canary, blue-green.');
  });

  test('say what helps with a version: another one, or to wait', () => {
    expect(only(ofDeploy({ build: aBuild({ status: 'REJECTED' }) }))).toContain('Publish a new version.');
    expect(only(ofDeploy({ build: aBuild({ status: 'PENDING_VERIFICATION' }) }))).toContain(
      'Wait for the verification',
    );
    const looked = (artifact: 'present' | 'unchecked') =>
      ofDeploy({ artifact }).checks.find(({ rule }) => rule === 'artifact-present')?.summary;
    expect(looked('present')).toBe('Its artifact is in the store');
    expect(looked('unchecked')).toBe('Its artifact could not be looked up just now');
  });

  test('count deployments apart from rollbacks', () => {
    expect(only(ofDeploy({ used: { deploys: 25, rollbacks: 0 } }))).toContain('25 deployments in Sandbox');
    expect(only(ofRollback({ used: { deploys: 0, rollbacks: 10 } }))).toContain('10 rollbacks in Sandbox');
  });

  test('call a rollback on its way one, and nothing else', () => {
    const other = { ...inFlight, rollbackOf: idNumber(6) };
    expect(only(ofDeploy({ lane: aLane({ inFlight }) }))).toContain('demo-service 0.9.0 is already on its way');
    expect(only(ofDeploy({ lane: aLane({ inFlight: other }) }))).toContain('demo-service rollback to 0.9.0 is already');
  });
});
