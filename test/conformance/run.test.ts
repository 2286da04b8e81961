import { describe, expect, it } from 'vitest';
import { Breach, LeftOut } from '../../scripts/conformance/claims.ts';
import type { Chapter, Invariant } from '../../scripts/conformance/invariant.ts';
import { failing, makeReport, type Profile } from '../../scripts/conformance/report.ts';
import { judgeAll } from '../../scripts/conformance/run.ts';
import { type OpenSuite, openSuite } from '../../scripts/conformance/suite.ts';
import { reportWords } from '../../scripts/conformance/words.ts';

/** Nothing listens there: these checks make no requests, or are to find nobody. */
const NOBODY = 'http://127.0.0.1:1';

const suiteOf = (isActive: boolean): OpenSuite =>
  openSuite({ baseUrl: NOBODY, signedUrl: NOBODY, keyring: { tokens: { owner: 'a.b.c' } }, isActive, wishes: {} });

const invariant = (check: Invariant['check'], rest: Partial<Invariant> = {}): Invariant => ({
  id: 'GOV-TEST-01',
  title: 'A promise',
  given: 'a plane',
  when: 'it is looked at',
  promise: 'it keeps it',
  tests: [],
  check,
  ...rest,
});

const chapterOf = (...invariants: Invariant[]): Chapter => ({ id: 'TEST', title: 'Test', about: 'Tests', invariants });

const judged = async (suite: OpenSuite, ...invariants: Invariant[]) => {
  const verdicts = await judgeAll([chapterOf(...invariants)], { suite, tell: () => undefined });
  return verdicts.map(({ outcome, detail }) => ({ outcome, detail }));
};

type Wanted = { readonly profile?: Profile; readonly isActive?: boolean; readonly contractSize?: number };

const fails = async () => {
  throw new Breach('It must be; found nothing');
};

describe('A run of the conformance suite', () => {
  it('tells what is kept, what is not, what could not be told and what was not asked for', async () => {
    const keeps = async () => undefined;
    const doesNotApply = async () => {
      throw new LeftOut('There is none');
    };
    expect(
      await judged(
        suiteOf(false),
        invariant(keeps),
        invariant(fails),
        invariant(keeps, { needs: ['owner', 'admin'] }),
        invariant(keeps, { active: true }),
        invariant(doesNotApply),
      ),
    ).toEqual([
      { outcome: 'passed', detail: undefined },
      { outcome: 'failed', detail: 'It must be; found nothing' },
      { outcome: 'skipped', detail: 'No credentials of admin' },
      { outcome: 'left-out', detail: 'It changes the plane: run with --active' },
      { outcome: 'left-out', detail: 'There is none' },
    ]);
  });

  it('puts back what a check changed before the next one, the last change first, also when it fails', async () => {
    const suite = suiteOf(true);
    const done: string[] = [];
    const changes = async ({ undo }: Parameters<Invariant['check']>[0]) => {
      undo('The first is left', async () => void done.push('first'));
      undo('The second is left', () => Promise.reject(new Error('nobody answers')));
      undo('The third is left', async () => void done.push('third'));
      await fails();
    };
    const looks = async () => void done.push('next check');
    await judged(suite, invariant(changes, { active: true }), invariant(looks));
    expect(done).toEqual(['third', 'first', 'next check']);
    expect(suite.left).toEqual(['The second is left: nobody answers']);
  });

  it('does not go on asking a plane that is gone', async () => {
    const asks = async ({ ask }: Parameters<Invariant['check']>[0]) =>
      void (await ask('nobody', { method: 'GET', path: '/v1/health' }));
    const [first, second] = await judged(suiteOf(false), invariant(asks), invariant(asks));
    expect(first?.outcome).toBe('failed');
    expect(first?.detail).toContain(`${NOBODY} does not answer`);
    expect(second).toEqual({ outcome: 'skipped', detail: 'The plane does not answer any more' });
  });

  it('puts back what was changed when it is stopped, and begins nothing more', async () => {
    const suite = suiteOf(true);
    const done: string[] = [];
    const isStopped = async ({ undo, ask }: Parameters<Invariant['check']>[0]) => {
      undo('It is left', async () => void done.push('put back'));
      suite.stop();
      await ask('owner', { method: 'POST', path: '/v1/deployments' });
    };
    const begins = async () => void done.push('next check');
    expect(await judged(suite, invariant(isStopped), invariant(begins))).toEqual([
      { outcome: 'skipped', detail: 'The run was stopped' },
    ]);
    expect(done).toEqual(['put back']);
    expect(suite.seen).toEqual([]);
  });

  const reportOn = async ({ profile = 'diagnostic', isActive = false, contractSize = 2 }: Wanted) => {
    const chapters = [
      chapterOf(
        invariant(async () => undefined, { needs: ['admin'] }),
        invariant(async () => undefined, { id: 'GOV-TEST-02', active: true }),
      ),
    ];
    const verdicts = await judgeAll(chapters, { suite: suiteOf(isActive), tell: () => undefined });
    return makeReport({
      contractVersion: '1.0',
      contractSize,
      baseUrl: NOBODY,
      profile,
      active: isActive,
      complete: true,
      startedAt: new Date(0),
      durationMs: 1,
      chapters,
      verdicts,
      leftBehind: [],
    });
  };

  it('takes a check that could not be made for a failure where it is strict', async () => {
    expect(await reportOn({ profile: 'strict' })).toMatchObject({ conforms: false });
    expect(await reportOn({ profile: 'diagnostic' })).toMatchObject({ conforms: true });
    expect(failing('diagnostic')).toEqual(['failed']);
  });

  it.each([
    { isActive: true, contractSize: 2, notAskedFor: 0, why: 'everything was' },
    { isActive: false, contractSize: 2, notAskedFor: 1, why: 'what changes the plane was not' },
    { isActive: true, contractSize: 10, notAskedFor: 8, why: 'other invariants were not' },
    { isActive: false, contractSize: 10, notAskedFor: 9, why: 'neither was' },
  ])('says how much of the contract was not asked for: $why', async ({ isActive, contractSize, notAskedFor }) => {
    const report = await reportOn({ isActive, contractSize });
    expect(report).toMatchObject({ partial: notAskedFor > 0, notAskedFor });
    if (notAskedFor > 0) expect(reportWords(report)).toContain(`${notAskedFor} of its invariants were not asked for`);
  });
});
