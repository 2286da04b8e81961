import { describe, expect, test } from 'vitest';
import { effectsOf } from '../../../lib/domain/preview/effects.ts';
import { withProposed } from '../../../lib/domain/preview/setup.ts';
import { warningsOf } from '../../../lib/domain/preview/warnings.ts';
import type { PlaneSettings, Publisher } from '../../../lib/domain/settings.ts';
import { aDeliveryGroup, anEnvironment, planeSettings } from '../../builders/config.ts';
import { aSetup } from './setup.ts';

const bound = (name: string, order: number) => ({ name, enabled: true, promotionOrder: order });
const guardrails = { maxConcurrentDeployments: 3, dailyDeployQuota: 10, dailyRollbackQuota: 4 };
const setupWith = (set: Partial<PlaneSettings>) =>
  aSetup({
    groups: [
      aDeliveryGroup({ guardrails, environments: [bound('sandbox', 1), bound('prod', 2)] }),
      aDeliveryGroup({ id: 'live', services: [], owners: [], guardrails, environments: [bound('prod', 1)] }),
    ],
    environments: new Map([
      ['sandbox', anEnvironment()],
      ['prod', anEnvironment({ name: 'prod', type: 'prod' })],
    ]),
    settings: planeSettings(set),
  });
const listing = (...entries: readonly Publisher[]) =>
  aSetup({ groups: [], publishers: { entries: [...entries], revision: 1 } });

type Setups = readonly [before: ReturnType<typeof aSetup>, after: ReturnType<typeof aSetup>];
const told = ([before, after]: Setups) =>
  effectsOf(before, after).map(({ name, change, what }) => `${name} ${change} ${what}`);
const warned = ([before, after]: Setups) =>
  warningsOf({ before, after, groups: [], places: [], records: [] }).map(({ name, message }) => `${name}: ${message}`);

const standard = setupWith({});
const evaluation = setupWith({ mode: 'evaluation' });

describe('The mode of the plane', () => {
  test('closes production, and tightens what is above its own limits and nothing else', () => {
    expect(told([standard, evaluation])).toEqual([
      'prod loses deployments of demo',
      'prod loses deployments of live',
      'every caller loses reads a minute: 300 in place of 600',
      'every caller loses changes a minute: 10 in place of 60',
      'every publisher loses build registrations a day: 20 in place of 50',
      'sandbox loses deployments at a time of demo: 1 in place of 3',
    ]);
  });

  test('gives all of it back', () => {
    const back = told([evaluation, standard]);
    expect(back).toHaveLength(6);
    for (const line of back) expect(line).toContain(' gains ');
  });

  test('warns of groups that can be deployed nowhere any more, and of nothing that was so before', () => {
    expect(warned([standard, evaluation])).toEqual([
      'live: No environment is open to it: its services cannot be deployed anywhere',
    ]);
    expect(warned([evaluation, evaluation])).toEqual([]);
    expect(warned([{ ...evaluation, groups: new Map() }, evaluation])).toEqual([]);
    expect(warned([evaluation, standard])).toEqual([]);
  });
});

describe('Rate limits', () => {
  const limited = (readRpm: number, mutateRpm: number, mode: PlaneSettings['mode'] = 'standard') =>
    setupWith({ limits: { readRpm, mutateRpm }, mode });

  test('are told by what is in force', () => {
    expect(told([standard, limited(700, 30)])).toEqual([
      'every caller gains reads a minute: 700 in place of 600',
      'every caller loses changes a minute: 30 in place of 60',
    ]);
    expect(told([evaluation, limited(301, 11, 'evaluation')])).toEqual([]);
  });

  test.each<readonly [string, Setups, readonly string[]]>([
    ['enough', [standard, limited(60, 5)], []],
    [
      'few reads',
      [standard, limited(59, 5)],
      ['A page that follows a deployment makes about 60 reads a minute: it stands still for about 1 s of each'],
    ],
    [
      'fewer reads',
      [standard, limited(20, 5)],
      ['A page that follows a deployment makes about 60 reads a minute: it stands still for about 40 s of each'],
    ],
    ['few changes', [standard, limited(60, 4)], ['more than 4 services within a minute']],
    ['few as before', [limited(10, 2), limited(10, 2)], []],
    ['more than before', [limited(10, 2), limited(11, 3)], []],
    [
      'more than the mode allows',
      [evaluation, limited(900, 20, 'evaluation')],
      [
        'Evaluation mode allows 300 reads a minute: 900 are allowed when it ends',
        'Evaluation mode allows 10 changes a minute: 20 are allowed when it ends',
      ],
    ],
    ['what the mode allows', [evaluation, limited(300, 10, 'evaluation')], []],
  ])('that are %s are warned of as that', (_, setups, expected) => {
    expect(warned(setups)).toEqual(expected.map((words) => expect.stringContaining(words)));
  });
});

describe('What everybody is given or not', () => {
  test('is told when it is another', () => {
    const after = setupWith({
      admitWhenArtifactUnchecked: false,
      linkExposure: { repository: false, runUrl: true, serviceUrl: false },
      refresh: { defaultSeconds: 60, minSeconds: 60, maxSeconds: 3600 },
    });
    expect(told([standard, after])).toEqual([
      'everybody loses deployments while the artifact store does not answer',
      'everybody loses links to repositories and commits',
      'everybody loses links to services',
      'every quiet page changes how often it is refreshed: every 60 s in place of every 300 s',
    ]);
    expect(told([after, setupWith({ ...after.settings, admitWhenArtifactUnchecked: true })])).toEqual([
      'everybody gains deployments while the artifact store does not answer',
    ]);
  });
});

describe('Publishers', () => {
  const github = { name: 'github', provider: 'github', match: { issuers: ['a'], subjects: ['x'] } };
  const aws = { name: 'aws', provider: 'aws', match: { accountId: '123456789012', roleName: 'ci' } };

  test('gain and lose what they are listed for, and say what of them is another', () => {
    expect(told([listing(github), listing(aws)])).toEqual([
      'github loses registering builds',
      'aws gains registering builds',
    ]);
    const wider = { ...github, provider: 'gitlab', match: { issuers: ['a'], audiences: ['b'] } };
    expect(told([listing(github, aws), listing(aws, wider)])).toEqual([
      'github changes whom it lets in: subjects, audiences',
    ]);
  });

  test('that nobody is any more leave every service without', () => {
    expect(warned([listing(github), listing()])).toEqual(['every service: No CI can register builds for it']);
    expect(warned([listing(), listing(github)])).toEqual([]);
  });

  test('behind one that lets in the same are never heard of', () => {
    const all = { ...github, name: 'all', match: { issuers: ['a'] } };
    expect(warned([listing(github), listing(all, github)])).toEqual([
      'github: Nobody publishes under this name: all comes first and lets in everybody that it would',
    ]);
    expect(warned([listing(github), listing(github, all)])).toEqual([]);
  });

  test('and settings take the place of what there is', () => {
    const value = { entries: [aws], revision: 1 };
    expect(withProposed(listing(github), { kind: 'publishers', value })).toEqual(listing(aws));
    const settings = { kind: 'settings', value: evaluation.settings } as const;
    expect(withProposed(standard, settings)).toEqual(evaluation);
  });
});
