import type { Answer } from '../answer.ts';
import { answered, holds } from '../claims.ts';
import { evaluate, limitRates, within } from '../configuring.ts';
import { figures } from '../deploying.ts';
import type { Chapter } from '../invariant.ts';
import { create, get } from '../requests.ts';
import type { Suite } from '../suite.ts';

const TESTS = 'test/http/rate-limit.test.ts';
const AUTHORITY = 'test/authority/authority.test.ts';

/** Refused by its role, and counted before that: it changes nothing anywhere. */
const countedChange = create('{', { key: null });
const countedRead = get('/v1/whoami');

type Rate = { readonly kind: string; readonly limit: number; readonly left: number; readonly seconds: number };

/** What the headers say; throws a Breach when they are not there. */
const rateOf = ({ about, headers }: Answer): Rate => {
  const [policy, state] = [headers.get('ratelimit-policy') ?? '', headers.get('ratelimit') ?? ''];
  const [, kind = '', limit] = /^"(\w+)";q=(\d+);w=60$/.exec(policy) ?? [];
  const [, sameKind, left, seconds] = /^"(\w+)";r=(\d+);t=(\d+)$/.exec(state) ?? [];
  const isWhole = limit !== undefined && left !== undefined && seconds !== undefined && kind === sameKind;
  holds(isWhole, `${about} must carry RateLimit-Policy and RateLimit`, { policy, state });
  return { kind, limit: Number(limit), left: Number(left), seconds: Number(seconds) };
};

/** Two rates of one minute; another try when a minute ended between them. */
const inOneMinute = async (ask: () => Promise<readonly [Rate, Rate]>): Promise<readonly [Rate, Rate]> => {
  const [first, second] = await ask();
  return second.seconds > first.seconds || second.left > first.left ? ask() : [first, second];
};

const change = async ({ ask }: Suite): Promise<Rate> => rateOf(await ask('observer', countedChange));
const FEW = 3;
/** What evaluation mode allows at most. */
const EVALUATION = { readRpm: 300, mutateRpm: 10 };

export const rates: Chapter = {
  id: 'RATE',
  title: 'Rate limits',
  about:
    'Each caller may ask so many times a minute: reads and changes are counted apart, and before anything else is looked at.',
  invariants: [
    {
      id: 'GOV-RATE-01',
      title: 'Every counted answer says what is left',
      given: 'an observer',
      when: 'something is read, and a change is refused',
      promise:
        'each answer names its kind, the limit of a minute, what is left and when the next minute begins; the limit is not above that of the settings',
      needs: ['observer'],
      tests: [TESTS],
      check: async ({ ask, as }) => {
        const { limits } = await as('observer').settings.public();
        const read = rateOf(await ask('observer', countedRead));
        const changed = rateOf(await ask('observer', countedChange));
        const kinds = [read.kind, changed.kind].join();
        holds(kinds === 'reads,changes', 'A read and a change must be counted as such', kinds);
        const isWithin = read.limit <= limits.readRpm && changed.limit <= limits.mutateRpm;
        holds(isWithin, 'The limits must be those of the settings', { read, changed, limits });
      },
    },
    {
      id: 'GOV-RATE-02',
      title: 'Each change is counted, whether or not it is let in',
      given: 'an observer whose changes are refused',
      when: 'two are asked for within a minute',
      promise: 'the second answer has less left than the first',
      answers: [{ status: 403, code: 'ROLE_FORBIDDEN' }],
      needs: ['observer'],
      tests: [TESTS],
      check: async (suite) => {
        const [first, second] = await inOneMinute(async () => [await change(suite), await change(suite)]);
        holds(second.left < first.left, 'The second must have less left', { first, second });
      },
    },
    {
      id: 'GOV-RATE-03',
      title: 'Reads do not use up changes',
      given: 'an observer nobody else calls as',
      when: 'five reads are made between two changes of a minute',
      promise: 'one change less is left',
      needs: ['observer'],
      tests: [TESTS],
      check: async (suite) => {
        const [first, second] = await inOneMinute(async () => {
          const before = await change(suite);
          for (let at = 0; at < 5; at += 1) await suite.ask('observer', countedRead);
          return [before, await change(suite)];
        });
        holds(first.left - second.left === 1, 'One change must be counted', { first, second });
      },
    },
    {
      id: 'GOV-RATE-04',
      title: 'Beyond the limit a caller is refused before its role is looked at, and only that caller',
      given: `a limit of ${FEW} changes a minute`,
      when: 'an observer asks for more than that at once',
      promise:
        'some are refused for the rate and say when to come back, though the role would be refused as well; what the observer reads is answered, and others are not refused for it',
      answers: [{ status: 429, code: 'RATE_LIMITED' }],
      needs: ['observer', 'owner', 'admin'],
      active: true,
      tests: [TESTS, AUTHORITY],
      check: async (suite) => {
        await limitRates(suite, { mutateRpm: FEW });
        const owner = () => suite.ask('owner', { ...countedChange, takesLimits: true });
        // What the owner did before counts as well: only who has something left can tell who else is limited.
        await within(90, 'An owner must have changes left', async () => {
          const rate = rateOf(await owner());
          return (rate.limit === FEW && rate.left > 0) || undefined;
        });
        const storm = () =>
          Promise.all(
            Array.from({ length: 2 * FEW }, () => suite.ask('observer', { ...countedChange, takesLimits: true })),
          );
        const limited = await within(90, `More than ${FEW} changes a minute must be refused`, async () =>
          (await storm()).find(({ status }) => status === 429),
        );
        answered(limited, { status: 429, code: 'RATE_LIMITED' });
        const seconds = Number(limited.headers.get('retry-after'));
        holds(seconds >= 1 && seconds <= 60, 'It must say when to come back', limited.headers.get('retry-after'));
        holds(rateOf(limited).left === 0, 'Nothing must be left', rateOf(limited));
        answered(await suite.ask('observer', { ...countedRead, takesLimits: true }), { status: 200 });
        answered(await owner(), { status: 400, code: 'IDMP_KEY_REQUIRED' });
      },
    },
    {
      id: 'GOV-RATE-05',
      title: 'The next minute begins anew',
      given: 'an observer who has used up the changes of a minute',
      when: 'it comes back when it was told to',
      promise: 'it is counted again',
      needs: ['observer', 'admin'],
      active: true,
      tests: [TESTS],
      check: async (suite) => {
        await limitRates(suite, { mutateRpm: FEW });
        const limited = await within(90, 'Changes must be refused', async () => {
          const answer = await suite.ask('observer', { ...countedChange, takesLimits: true });
          return answer.status === 429 ? answer : undefined;
        });
        const wait = limited.headers.get('retry-after');
        holds(Number(wait) <= 60, 'It must be told to come back within a minute', wait);
        // The minute is the plane's, whose clock may run faster than this one.
        await within(75, 'Changes must be counted again', async () => {
          const { status } = await suite.ask('observer', { ...countedChange, takesLimits: true });
          return status === 403 || undefined;
        });
      },
    },
    {
      id: 'GOV-RATE-06',
      title: 'In evaluation mode the tighter limit holds',
      given: 'a plane that is set to evaluation mode, with one rate limit above those of the mode and one below them',
      when: 'the settings are read, a request is counted, and the limits of a delivery group are asked for',
      promise: `each limit is the tighter one: at most ${EVALUATION.readRpm} reads and ${EVALUATION.mutateRpm} changes a minute, one deployment at a time, and ten deployments and rollbacks a day`,
      answers: [{ status: 200 }],
      needs: ['owner', 'observer', 'admin'],
      active: true,
      tests: ['test/domain/rates.test.ts', 'test/usecases/rate-limit.test.ts', 'test/domain/choices.test.ts'],
      check: async (suite) => {
        const { readRpm, mutateRpm } = EVALUATION;
        await limitRates(suite, { readRpm: readRpm + 1, mutateRpm: mutateRpm - 1 });
        await evaluate(suite);
        const { limits, mode } = await suite.as('observer').settings.public();
        const isTighter = mode === 'evaluation' && limits.readRpm === readRpm && limits.mutateRpm === mutateRpm - 1;
        holds(isTighter, 'The tighter of each limit must be told', { mode, limits });
        await within(90, `Reads must be counted against ${readRpm}`, async () => {
          const { limit } = rateOf(await suite.ask('observer', countedRead));
          return limit === readRpm || undefined;
        });
        const { limits: own } = await figures(suite);
        const isNarrow =
          own.maxConcurrentDeployments === 1 && Math.max(own.dailyDeployQuota, own.dailyRollbackQuota) <= 10;
        holds(isNarrow, 'The limits of the group must be no wider than those of the mode', own);
      },
    },
  ],
};
