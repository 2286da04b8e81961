import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../lib/contract/client.ts';
import type { Deployment } from '../../lib/contract/deployment.ts';
import type { Refusal } from '../../lib/contract/problem.ts';
import { isUnanswered } from '../../ui/src/api/unanswered.ts';
import { versionsMatching, versionTyped } from '../../ui/src/api/versions.ts';
import { lackOfSummary } from '../../ui/src/screens/deploy/lack.ts';
import { firstChoice, mishapsFor } from '../../ui/src/screens/deploy/mishaps.ts';
import { refusedOf, stillRefused, verdictOf } from '../../ui/src/screens/deploy/verdict.ts';

const named = (...versions: string[]) => versions.map((version) => ({ version }));
const namesOf = (versions: readonly { readonly version: string }[]) => versions.map(({ version }) => version);

describe('typing a version', () => {
  const registered = named('1.10.0', '1.1.0', '1.0.0', '1.0.0-rc.1');

  it.each([
    ['1.0', ['1.0.0', '1.0.0-rc.1', '1.1.0']],
    ['1.0.0', ['1.0.0', '1.0.0-rc.1']],
    ['v1.1', ['1.10.0', '1.1.0']],
    [' 1.1.0 ', ['1.1.0']],
    ['RC', ['1.0.0-rc.1']],
    ['9.9.9', []],
    ['', ['1.10.0', '1.1.0', '1.0.0', '1.0.0-rc.1']],
  ])('%j finds first the very version, then what begins with it, then what contains it', (typed, found) => {
    expect(namesOf(versionsMatching(registered, typed))).toEqual(found);
  });

  it('chooses a version only when its text is that version, with or without the v of a tag', () => {
    const version = fc.tuple(fc.nat(3), fc.nat(12), fc.nat(3)).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(fc.uniqueArray(version, { maxLength: 8 }), fc.oneof(version, fc.string()), (versions, typed) => {
        const matches = namesOf(versionsMatching(named(...versions), typed));
        const chosen = versionTyped(named(...versions), typed)?.version;
        const text = typed.trim().toLowerCase();
        if (chosen !== undefined) expect([chosen, `v${chosen}`]).toContain(text);
        expect(chosen).toBe(versions.find((each) => text === each || text === `v${each}`));
        if (chosen !== undefined) expect(matches[0]).toBe(chosen);
        const begins = matches.map((each) => each.startsWith(text.replace(/^v(?=\d)/, '')));
        expect(begins).toEqual([...begins].sort((a, b) => Number(b) - Number(a)));
      }),
    );
  });
});

const AT = '2026-01-01T00:00:00Z';
type Told = Partial<Omit<Deployment, 'failures'>> & { retryable?: boolean | 'untold' };

/** Newest first, as the API lists them. */
const deployments = (...told: Told[]): Deployment[] =>
  told.map(({ retryable, ...rest }, index): Deployment => {
    const failed = retryable !== undefined;
    const failure = { category: 'APP' as const, summary: 'Not healthy', actionHint: 'Fix it', observedAt: AT };
    return {
      id: `d${index}`,
      service: 's',
      environment: 'sandbox',
      version: '1.0.0',
      deliveryGroupId: 'g',
      recipeId: 'default',
      recipeRevision: 1,
      behaviorSummary: '',
      state: failed ? 'FAILED' : 'SUCCEEDED',
      deploymentKind: 'ROLL_FORWARD',
      outcome: failed ? 'FAILED' : 'SUCCEEDED',
      changeSummary: 'c',
      createdAt: AT,
      updatedAt: AT,
      createdBy: { id: 'u', role: 'DELIVERY_OWNER' },
      failures: failed ? [{ ...failure, ...(retryable === 'untold' ? {} : { retryable }) }] : [],
      policySnapshot: {
        limits: { maxConcurrentDeployments: 1, dailyDeployQuota: 1, dailyRollbackQuota: 1 },
        used: { activeDeployments: 0, dailyDeploys: 0, dailyRollbacks: 0 },
        groupRevision: 1,
        guardRevision: 1,
        mode: 'standard',
      },
      ...rest,
    };
  });
describe('a version that failed before', () => {
  const failedIn = (...told: Told[]) => mishapsFor(deployments(...told), 'sandbox').get('1.0.0')?.environment;

  it.each<[string, Told[], string | undefined]>([
    ['failed here for good', [{ retryable: false }], 'sandbox'],
    ['failed here in a way that may pass', [{ retryable: true }], undefined],
    ['failed here for a reason that says nothing about another try', [{ retryable: 'untold' }], undefined],
    ['worked here since', [{}, { retryable: false }], undefined],
    ['failed here after it had worked', [{ retryable: false }, {}], 'sandbox'],
    ['failed elsewhere and was never tried here', [{ retryable: false, environment: 'staging' }], 'staging'],
    ['failed elsewhere but worked here before', [{ retryable: false, environment: 'staging' }, {}], undefined],
    ['was undone by the engine', [{ retryable: false, state: 'ROLLED_BACK' }], 'sandbox'],
    ['was the target of a rollback that failed', [{ retryable: false, deploymentKind: 'ROLLBACK' }], undefined],
    ['came back by a rollback', [{ deploymentKind: 'ROLLBACK' }, { retryable: false }], undefined],
    ['is on its way again', [{ state: 'IN_PROGRESS', outcome: null }, { retryable: false }], undefined],
  ])('that %s is held against it, or not', (_, told, where) => {
    expect(failedIn(...told)).toBe(where);
  });

  it('is not chosen beforehand, and nothing is when all have failed', () => {
    const mishaps = mishapsFor(deployments({ version: '3.0.0', retryable: false }), 'sandbox');
    const versions = ['3.0.0', '2.0.0', '1.0.0'].map((version) => ({ version, status: 'VERIFIED' as const }));
    expect(firstChoice(versions, mishaps)).toBe('2.0.0');
    expect(firstChoice(versions.slice(0, 1), mishaps)).toBe('');
    expect(firstChoice([{ version: '4.0.0', status: 'REJECTED' }, ...versions], new Map())).toBe('3.0.0');
  });
});

describe('a change summary', () => {
  const lackOf = (changeSummary: string) =>
    lackOfSummary({ service: 's', environment: 'e', version: '1.0.0', changeSummary })?.reason;

  it('is missing, right, or too long by so much, but never cut', () => {
    expect(lackOf('')).toBe('Add a change summary');
    expect(lackOf('x'.repeat(240))).toBeUndefined();
    expect(lackOf('x'.repeat(241))).toBe('The change summary is 1 character too long');
  });
});

describe('a submission', () => {
  const refusal: Refusal = { code: 'MUTATIONS_DISABLED', message: 'off', hint: 'wait', facts: {} };
  const answered = (status: number, refusals?: Refusal[]) =>
    new ProblemError(
      new Response(null, { status }),
      refusals && {
        type: 't',
        title: 't',
        status,
        detail: 'd',
        instance: 'i',
        code: refusals[0]?.code ?? 'INTERNAL_ERROR',
        requestId: 'r',
        refusals,
      },
    );

  it.each<[string, Error, boolean]>([
    ['the connection broke', new TypeError('Failed to fetch'), true],
    ['it took too long', new DOMException('Timed out', 'TimeoutError'), true],
    ['something on the way answered in its place', answered(502), true],
    ['the plane failed while it worked on it', answered(500, []), true],
    ['changes are switched off', answered(503, [refusal]), false],
    ['the sign-in is not accepted', answered(401), false],
    ['there were too many requests', answered(429), false],
  ])('is known to have done nothing, or not, when %s', (_, error, unanswered) => {
    expect(isUnanswered(error)).toBe(unanswered);
  });
});

describe('a delivery group that has not followed yet when changes are switched on again', () => {
  const behind: Refusal = {
    code: 'MUTATIONS_DISABLED',
    message: 'Changes are switched on again, but not in this delivery group yet',
    hint: 'Try again in a minute: by then it follows.',
    facts: {},
  };
  const { message: detail, ...rest } = behind;
  const problem = {
    ...rest,
    type: '',
    title: 'Off',
    status: 503,
    detail,
    instance: '',
    requestId: 'r',
    refusals: [behind],
  };
  const refused = refusedOf(new ProblemError(new Response(null, { status: 503 }), problem), 1000);
  const resolved = { deliveryGroupId: 'g' };
  const looked = (...refusals: Refusal[]) => ({
    allowed: refusals.length === 0,
    resolved,
    running: null,
    checks: [],
    refusals,
    notes: [],
  });

  it('is a matter of time, told once, and over when a newer look at the rules says so', () => {
    expect(verdictOf(looked(behind), [])).toBe('not-now');
    expect(verdictOf(looked(), stillRefused(refused, looked(), 900))).toBe('not-now');
    expect(stillRefused(refused, looked(behind), 900)).toEqual([]);
    expect(verdictOf(looked(), stillRefused(refused, looked(), 1100))).toBe('ready');
  });
});
