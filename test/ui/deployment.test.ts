import { describe, expect, it } from 'vitest';
import type { RollbackPlan } from '../../lib/contract/admission.ts';
import type { Failure, FailureCategory } from '../../lib/contract/failure.ts';
import { markOf } from '../../ui/src/api/states.ts';
import { linesOf, verdictOf } from '../../ui/src/screens/deploy/verdict.ts';
import { nextStepOf } from '../../ui/src/screens/deployment/next-step.ts';

const AT = '2026-01-01T00:00:00Z';
const failure = (category: FailureCategory, retryable?: boolean): Failure => ({
  category,
  summary: 's',
  actionHint: 'h',
  observedAt: AT,
  ...(retryable === undefined ? {} : { retryable }),
});
const plan: RollbackPlan = {
  allowed: true,
  refusals: [],
  checks: [],
  from: '1.1.0',
  takesOver: false,
  stops: false,
  notes: [],
};

describe('the mark of a deployment', () => {
  it('tells the outcome once it has ended, and where it stands before', () => {
    expect(markOf({ state: 'SUCCEEDED', outcome: 'SUPERSEDED' })).toBe('SUPERSEDED');
    expect(markOf({ state: 'SUCCEEDED', outcome: 'ROLLED_BACK' })).toBe('UNDONE');
    expect(markOf({ state: 'ROLLED_BACK', outcome: 'ROLLED_BACK' })).toBe('ROLLED_BACK');
    expect(markOf({ state: 'PENDING', outcome: null })).toBe('STARTING');
    const waiting = (on: 'TURN' | 'HAND_OVER') => ({ waitsOn: { on, label: 'w', since: AT } });
    expect(markOf({ state: 'PENDING', outcome: null, ...waiting('TURN') })).toBe('WAITING');
    expect(markOf({ state: 'PENDING', outcome: null, ...waiting('HAND_OVER') })).toBe('STARTING');
    expect(markOf({ state: 'SUCCEEDED', outcome: 'SUPERSEDED', passedOver: ['Verify'] })).toBe('SUPERSEDED');
    expect(markOf({ state: 'IN_PROGRESS', outcome: null, cancelRequested: true })).toBe('STOPPING');
  });
});

describe('the one next step of a failure', () => {
  it('is a rollback when its hint asks for one and one is possible', () => {
    const back = { ...failure('APP', false), actionHint: 'Roll back, then read the logs.' };
    expect(nextStepOf(back, plan)).toBe('rollback');
    expect(nextStepOf(back, { ...plan, allowed: false })).toBe('other');
    expect(nextStepOf(back, undefined)).toBe('other');
  });

  it('is another version when its hint asks for a fix: what ran before is what runs by the record', () => {
    const fix = { ...failure('APP', false), actionHint: 'Fix it and register a new build.' };
    expect(nextStepOf(fix, plan)).toBe('other');
  });

  it('is another try only when that can help', () => {
    expect(nextStepOf(failure('APP', true), plan)).toBe('again');
    expect(nextStepOf(failure('INFRASTRUCTURE'), plan)).toBe('again');
    expect(nextStepOf(failure('ARTIFACT'), plan)).toBe('other');
    expect(nextStepOf(failure('UNKNOWN'), plan)).toBe('report');
  });
});

describe('the preview', () => {
  const check = (rule: string, passed: boolean) => ({ rule, passed, summary: `${rule}.`, facts: {} });
  const quota = { code: 'QUOTA_EXCEEDED' as const, message: 'quota.', hint: 'wait', facts: {}, allowedFrom: AT };
  const paused = { code: 'MUTATIONS_DISABLED' as const, message: 'paused', hint: 'wait', facts: {} };
  const closed = { code: 'ENVIRONMENT_NOT_ALLOWED' as const, message: 'closed', hint: 'ask', facts: {} };

  it('puts each refusal at its check, and those without one first', () => {
    const { lines, others } = linesOf([check('known', true), check('quota', false)], [paused, quota]);
    expect(lines.map(({ refusal }) => refusal?.code)).toEqual([undefined, 'QUOTA_EXCEEDED']);
    expect(others).toEqual([paused]);
  });

  it('says "not right now" only when waiting cures every refusal', () => {
    const validation = {
      allowed: false,
      refusals: [quota, paused],
      checks: [],
      resolved: {},
      running: null,
      notes: [],
    };
    expect(verdictOf(validation, [])).toBe('not-now');
    expect(verdictOf({ ...validation, refusals: [quota, closed] }, [])).toBe('not-allowed');
    const { allowedFrom: _, ...none } = quota;
    expect(verdictOf({ ...validation, refusals: [none] }, [])).toBe('not-allowed');
    expect(verdictOf({ ...validation, allowed: true, refusals: [] }, [])).toBe('ready');
    expect(verdictOf({ ...validation, allowed: true, refusals: [] }, [quota])).toBe('not-now');
  });
});
