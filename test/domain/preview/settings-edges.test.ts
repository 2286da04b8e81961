import { describe, expect, test } from 'vitest';
import { effectsOf } from '../../../lib/domain/preview/effects.ts';
import { warningsOf } from '../../../lib/domain/preview/warnings.ts';
import { covers, publisherOf } from '../../../lib/domain/publishers.ts';
import type { PlaneSettings, Publisher } from '../../../lib/domain/settings.ts';
import { planeSettings } from '../../builders/config.ts';
import { aPublisher } from '../../usecases/callers.ts';
import { aSetup } from './setup.ts';

/** What a preview of settings tells, in full: also whom it is about. */

const links = { repository: true, runUrl: true, serviceUrl: true };
const empty = (set: Partial<PlaneSettings> = {}) => aSetup({ groups: [], settings: planeSettings(set) });
const listing = (...entries: readonly Publisher[]) =>
  aSetup({ groups: [], publishers: { entries: [...entries], revision: 1 } });
const ci = { name: 'ci', provider: 'github', match: { subjects: ['a'] } };

describe('An effect of the settings', () => {
  test.each([
    {
      what: 'rate limits',
      set: { limits: { readRpm: 700, mutateRpm: 60 } },
      told: { name: 'every caller', change: 'gains', what: 'reads a minute: 700 in place of 600' },
    },
    {
      what: 'links',
      set: { linkExposure: { ...links, runUrl: false } },
      told: { name: 'everybody', change: 'loses', what: 'links to CI runs' },
    },
  ])('of $what is about callers', ({ set, told }) => {
    expect(effectsOf(empty(), empty(set))).toStrictEqual([{ subject: 'caller', ...told }]);
  });

  test.each<readonly [string, Partial<PlaneSettings['refresh']>, string]>([
    ['what they do', { defaultSeconds: 100 }, 'how often it is refreshed: every 100 s in place of every 300 s'],
    [
      'the least',
      { minSeconds: 30 },
      'how often people may have it refreshed: every 30 to 3600 s in place of every 60 to 3600 s',
    ],
    [
      'the most',
      { maxSeconds: 600 },
      'how often people may have it refreshed: every 60 to 600 s in place of every 60 to 3600 s',
    ],
    [
      'no choice at all',
      { minSeconds: 300, maxSeconds: 300 },
      'how often people may have it refreshed: every 300 s, whatever they chose, in place of every 60 to 3600 s',
    ],
  ])('of the refresh is about pages: %s', (_, set, what) => {
    const refresh = { defaultSeconds: 300, minSeconds: 60, maxSeconds: 3600 };
    expect(effectsOf(empty({ refresh }), empty({ refresh: { ...refresh, ...set } }))).toStrictEqual([
      { subject: 'page', name: 'every quiet page', change: 'changes', what },
    ]);
  });

  test('is none where what was never said is said as it was', () => {
    expect(effectsOf(empty(), empty({ admitWhenArtifactUnchecked: true }))).toEqual([]);
  });

  test('of the list of publishers is about them, also where there was none before; all of them are callers', () => {
    const gained = effectsOf(empty(), listing(ci));
    expect(gained.map(({ subject, name, change }) => [subject, name, change])).toEqual([['publisher', 'ci', 'gains']]);
    const registrations = effectsOf(empty(), empty({ mode: 'evaluation' })).filter(({ name }) =>
      /publisher/.test(name),
    );
    expect(registrations.map(({ subject }) => subject)).toEqual(['caller']);
  });
});

test('A warning of the settings is about callers, and one of nobody who publishes about services', () => {
  const warned = (after: ReturnType<typeof aSetup>) =>
    warningsOf({ before: empty(), after, groups: [], places: [], records: [] }).map(({ subject, name }) => [
      subject,
      name,
    ]);
  expect(warned(empty({ limits: { readRpm: 1, mutateRpm: 60 } }))).toEqual([['caller', 'every caller']]);
  expect(warned(listing())).toEqual([['service', 'every service']]);
});

describe('An entry of the list of publishers lets in all that another does', () => {
  const entry = (match: Publisher['match']): Publisher => ({ name: 'x', provider: 'y', match });
  const aws = { accountId: '123456789012', roleName: 'ci' };
  test.each<[string, Publisher['match'], Publisher['match'], boolean]>([
    ['which begins as it says', { subjectPrefixes: ['repo:a'] }, { subjects: ['repo:a/1', 'repo:a/2'] }, true],
    ['of which one does not', { subjectPrefixes: ['repo:a'] }, { subjects: ['repo:a/1', 'repo:b/2'] }, false],
    ['of which none does', { subjectPrefixes: ['repo:a'] }, { subjects: ['repo:b/2'] }, false],
    ['of another kind', { issuers: ['i'] }, aws, false],
    ['unless it lets in nobody', { issuers: undefined }, { subjects: ['a'] }, false],
    ['with one constraint of several', { issuers: ['i'], subjects: undefined }, { issuers: ['i'] }, true],
  ])('%s', (_, wide, narrow, all) => {
    expect(covers(entry(wide), entry(narrow))).toBe(all);
  });

  test('only where it says who they are: one that names its constraints and leaves all of them open admits nobody', () => {
    expect(publisherOf(aPublisher(), [entry({ issuers: undefined, subjects: undefined })])).toBeUndefined();
  });
});
