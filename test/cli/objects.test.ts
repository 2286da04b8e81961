import { afterEach, describe, expect, it } from 'vitest';
import type { ChangePreview } from '../../lib/contract/preview.ts';
import { aDeliveryGroup, aMapping, anEnvironment, aRecipe, aService } from '../builders/config.ts';
import { aDeployment, ID } from './examples.ts';
import { answerOf, problemOf, type ScriptedPlane, type Scripts, startScriptedPlane } from './scripted-plane.ts';
import { scriptedTerminal } from './scripted-terminal.ts';

let plane: ScriptedPlane | undefined;
afterEach(() => plane?.close());

type Given = Omit<Parameters<typeof scriptedTerminal>[0] & object, 'url'>;
const open = async (scripts: Scripts, given: Given = {}) => {
  plane = await startScriptedPlane(scripts);
  return scriptedTerminal({ url: plane.url, ...given });
};
const sent = (method: string) => JSON.parse(plane?.calls.find((call) => call.method === method)?.body ?? '{}');

const group = aDeliveryGroup({ revision: 4 });
const preview = (set: Partial<ChangePreview> = {}): ChangePreview => ({
  allowed: true,
  errors: [],
  refusals: [],
  warnings: [{ subject: 'delivery group', name: 'demo', message: 'Nobody owns it' }],
  changes: [{ path: 'guardrails.dailyDeployQuota', before: 25, after: 1 }],
  effects: [
    { subject: 'person', name: 'ada@example.com', change: 'loses', what: 'ownership of demo', deploymentsLately: 3 },
  ],
  effectsTotal: 12,
  replay: {
    from: '2026-10-22T09:30:00.000Z',
    to: '2026-11-21T09:30:00.000Z',
    looked: 40,
    capped: false,
    refusedCount: 1,
    refused: [
      {
        deploymentId: ID,
        service: 'shop',
        environment: 'sandbox',
        version: '1.1.0',
        createdAt: '2026-11-20T09:30:00.000Z',
        createdBy: 'ada@example.com',
        code: 'QUOTA_EXCEEDED',
        message: 'Too many',
      },
    ],
  },
  ...set,
});
const changing = (seen: ChangePreview): Scripts => ({
  'GET /v1/delivery-groups/demo': () => answerOf('deliveryGroups.get', group),
  'POST /v1/admin/guardrails/preview': () => answerOf('guardrails.preview', seen),
  'PUT /v1/delivery-groups/demo': () => answerOf('deliveryGroups.update', { ...group, revision: 5 }),
});
const { revision: _revision, ...unseen } = group;

describe('dxcp groups update', () => {
  it('shows what it would do, asks, and saves what was shown on the newest revision', async () => {
    const input = JSON.stringify(unseen);
    const { dxcp } = await open(changing(preview()), { canAsk: true, answer: 'y', input });
    const { code, out } = await dxcp('groups', 'update', '-', '--reason', 'As agreed');
    expect(code).toBe(0);
    expect(out).toContain('guardrails.dailyDeployQuota  25 → 1');
    expect(out).toContain('− person ada@example.com loses ownership of demo (3 deployments lately)');
    expect(out).toContain('… and 2 more effects');
    expect(out).toContain('! demo: Nobody owns it');
    expect(out).toContain('1 of 40 admissions since 2026-10-22 09:30:00Z would have been refused');
    expect(out).toContain('✓ Saved delivery group demo, revision 5');
    expect(sent('PUT')).toMatchObject({ revision: 4, reason: 'As agreed', owners: ['owner@example.com'] });
    expect(sent('PUT')).not.toHaveProperty('createdAt');
    expect(sent('POST').deliveryGroup.revision).toBe(4);
  });

  it('saves on the revision that the file was read at', async () => {
    const { dxcp } = await open(changing(preview()), { input: JSON.stringify({ ...group, revision: 2 }) });
    expect((await dxcp('groups', 'update', '-', '--reason', 'As agreed', '--yes')).code).toBe(0);
    expect(sent('PUT').revision).toBe(2);
    expect(sent('POST').deliveryGroup.revision).toBe(2);
  });

  it('that was overtaken says by what, and how to see it', async () => {
    const message = 'There is revision 5 of the delivery group demo, by ada; you changed revision 4';
    const overtaken = problemOf('REVISION_CONFLICT', [{ code: 'REVISION_CONFLICT', message, hint: 'Read', facts: {} }]);
    const scripts = { ...changing(preview()), 'PUT /v1/delivery-groups/demo': () => overtaken };
    const { dxcp } = await open(scripts, { input: JSON.stringify(group) });
    const { code, err } = await dxcp('groups', 'update', '-', '--reason', 'As agreed', '--yes');
    expect(code).toBe(3);
    expect(err).toContain(message);
    expect(err).toContain('What it is now: dxcp services, environments, groups');
  });

  it.each([
    ['--preview', preview(), 0],
    ['--preview', preview({ allowed: false }), 3],
    ['--yes', preview({ changes: [] }), 0],
  ] as const)('with %s saves nothing where there is nothing to save', async (option, seen, expected) => {
    const { dxcp } = await open(changing(seen), { input: JSON.stringify(group) });
    const { code, out } = await dxcp('groups', 'update', '-', '--reason', 'As agreed', option, '--json');
    expect(code).toBe(expected);
    expect(JSON.parse(out)).toEqual(option === '--yes' ? group : seen);
    expect(plane?.calls.map(({ method }) => method)).not.toContain('PUT');
  });

  it('changes nothing when the answer is no, which the shell is told', async () => {
    const { dxcp } = await open(changing(preview()), { canAsk: true, answer: '', input: JSON.stringify(group) });
    const { code, out } = await dxcp('groups', 'update', '-', '--reason', 'As agreed');
    expect([code, out.includes('Nothing was changed.')]).toEqual([3, true]);
    expect(plane?.calls.map(({ method }) => method)).not.toContain('PUT');
  });

  it('changes nothing that would be refused, and says why', async () => {
    const refusal = {
      code: 'SERVICE_ALREADY_ASSIGNED',
      message: 'It is in shop',
      hint: 'Take it out',
      facts: {},
    } as const;
    const seen = preview({
      allowed: false,
      refusals: [refusal],
      errors: [{ path: 'body.services.0', message: 'There is no service x' }],
    });
    const { dxcp } = await open(changing(seen), { input: JSON.stringify(group) });
    const { code, out } = await dxcp('groups', 'update', '-', '--reason', 'As agreed', '--yes');
    expect(code).toBe(3);
    expect(out).toContain('1. It is in shop (SERVICE_ALREADY_ASSIGNED)');
    expect(out).toContain('✗ services.0: There is no service x');
    expect(plane?.calls.map(({ method }) => method)).not.toContain('PUT');
  });

  it('does nothing in a script without --yes, without a reason, or with what does not fit', async () => {
    const { dxcp } = await open(changing(preview()), { input: JSON.stringify(group) });
    const silent = await dxcp('groups', 'update', '-', '--reason', 'As agreed');
    expect([silent.code, silent.err.includes('--yes')]).toEqual([2, true]);
    expect((await dxcp('groups', 'update', '-')).code).toBe(2);
    const wrong = await open(changing(preview()), { input: JSON.stringify({ ...group, owners: 'ada' }) });
    const { code, err } = await wrong.dxcp('groups', 'update', '-', '--reason', 'As agreed', '--yes');
    expect([code, err.includes('deliveryGroup.owners: must be a list')]).toEqual([2, true]);
    for (const input of ['[]', 'nonsense', '{}']) {
      const other = await open(changing(preview()), { input });
      expect((await other.dxcp('groups', 'update', '-', '--reason', 'As agreed', '--yes')).code).toBe(2);
    }
    expect((await dxcp('groups', 'update', '/no/such/file', '--reason', 'As agreed')).code).toBe(2);
    expect(plane?.calls).toEqual([]);
  });
});

describe('configuration objects', () => {
  it.each([
    ['services', '/v1/services', 'services', aService(), 'demo-service'],
    ['environments', '/v1/environments', 'environments', anEnvironment(), 'sandbox'],
    ['groups', '/v1/delivery-groups', 'deliveryGroups', aDeliveryGroup(), 'demo'],
    ['recipes', '/v1/recipes', 'recipes', aRecipe({ engine: aMapping({ type: 'spinnaker' }) }), 'default'],
  ] as const)('%s are listed, shown, and added from what was shown', async (word, path, noun, object, name) => {
    const { dxcp } = await open(
      {
        [`GET ${path}`]: () => answerOf(`${noun}.list`, { items: [object] }),
        [`GET ${path}/${name}`]: () => answerOf(`${noun}.get`, object),
        [`POST ${path}`]: () => answerOf(`${noun}.create`, object),
      },
      {
        input: JSON.stringify(object),
      },
    );
    for (const words of [[word], [word, 'list']]) {
      const { code, out } = await dxcp(...words);
      expect([code, out.split('\n')[1]?.startsWith(name)]).toEqual([0, true]);
    }
    expect((await dxcp(word, 'show', name)).out).toContain(name);
    expect(JSON.parse((await dxcp(word, 'show', name, '--json')).out)).toEqual(object);
    const { code, out } = await dxcp(word, 'create', '-', '--reason', 'First step');
    expect([code, out.startsWith('✓ Added')]).toEqual([0, true]);
    expect(sent('POST')).toMatchObject({ reason: 'First step' });
    expect(sent('POST')).not.toHaveProperty('revision');
  });

  it('environments are deleted by who says so, at the revision that there is', async () => {
    const { dxcp } = await open({
      'GET /v1/environments/old': () => answerOf('environments.get', anEnvironment({ name: 'old', revision: 3 })),
      'DELETE /v1/environments/old': () => answerOf('environments.delete', anEnvironment({ name: 'old', revision: 3 })),
    });
    expect((await dxcp('environments', 'delete', 'old', '--reason', 'Empty')).code).toBe(2);
    expect((await dxcp('environments', 'delete', 'old', '--reason', 'Empty', '--yes')).code).toBe(0);
    expect(plane?.calls.at(-1)?.url).toContain('revision=3');
  });
});

describe('what admins operate', () => {
  const rates = { readRpm: 600, mutateRpm: 60, revision: 2, updatedAt: '2026-11-21T09:00:00.000Z', updatedBy: 'ada' };

  const { replay: _replay, ...unlooked } = preview({
    warnings: [],
    changes: [
      { path: 'readRpm', before: 600, after: 500 },
      { path: 'mutateRpm', before: 60, after: 50 },
    ],
    effects: [
      { subject: 'caller', name: 'every caller', change: 'loses', what: 'reads a minute: 500 in place of 600' },
      { subject: 'publisher', name: 'ci', change: 'loses', what: 'registering builds', registrationsLately: 2 },
    ],
    effectsTotal: 2,
  });
  const rating = (seen: ChangePreview): Scripts => ({
    'GET /v1/admin/settings/rate-limits': () => answerOf('settings.rateLimits', rates),
    'POST /v1/admin/guardrails/preview': () => answerOf('guardrails.preview', seen),
    'PUT /v1/admin/settings/rate-limits': () => answerOf('settings.setRateLimits', { ...rates, revision: 3 }),
  });
  const toldRates = [
    '  readRpm  600 → 500',
    '  mutateRpm  60 → 50',
    '  − every caller loses reads a minute: 500 in place of 600',
    '  − publisher ci loses registering builds (2 builds in 30 days)',
    '',
  ].join('\n');

  it('settings are read and set by part, after it was said what that does', async () => {
    const { dxcp } = await open(rating(unlooked), { input: '{"readRpm":500,"mutateRpm":50}' });
    expect((await dxcp('settings', 'show', 'rate-limits')).out).toMatch(/^readRpm {4,}600/);
    expect((await dxcp('settings', 'set', 'rate-limits', '-', '--reason', 'Calm')).code).toBe(2);
    expect((await dxcp('settings', 'set', 'rate-limits', '-')).code).toBe(2);
    const { code, out } = await dxcp('settings', 'set', 'rate-limits', '-', '--reason', 'Calm', '--yes');
    expect([code, out]).toEqual([0, `${toldRates}✓ Saved rate-limits, revision 3\n`]);
    expect(sent('POST')).toEqual({ rateLimits: { readRpm: 500, mutateRpm: 50, revision: 2 } });
    expect(sent('PUT')).toEqual({ readRpm: 500, mutateRpm: 50, revision: 2, reason: 'Calm' });
    expect((await dxcp('settings', 'show', 'weather')).code).toBe(2);
  });

  it('settings that are only previewed, are set already or would be refused are not saved', async () => {
    const same: ChangePreview = { ...unlooked, changes: [] };
    const barred: ChangePreview = { ...unlooked, allowed: false };
    for (const [option, seen, expected] of [
      ['--preview', unlooked, [0, toldRates]],
      ['--yes', same, [0, 'Nothing would be changed.\nSo nothing is saved.\n']],
      ['--yes', barred, [3, toldRates]],
    ] as const) {
      const { dxcp } = await open(rating(seen), { input: JSON.stringify(rates) });
      const { code, out } = await dxcp('settings', 'set', 'rate-limits', '-', '--reason', 'Calm', option);
      expect([code, out]).toEqual(expected);
      expect(plane?.calls.map(({ method }) => method)).not.toContain('PUT');
    }
  });

  it.each([
    ['ui', 'ui', 'settings.ui', 'settings.setUi'],
    ['plane', 'plane', 'settings.plane', 'settings.setPlane'],
    ['ci-publishers', 'ciPublishers', 'settings.ciPublishers', 'settings.setCiPublishers'],
  ] as const)('the part %s is proposed as it is saved', async (name, field, get, put) => {
    const stamps = { revision: 2, updatedAt: rates.updatedAt, updatedBy: 'ada' };
    const values = {
      ui: {
        refresh: { defaultSeconds: 60, minSeconds: 60, maxSeconds: 600 },
        linkExposure: { repository: true, runUrl: true, serviceUrl: true },
      },
      plane: { mode: 'evaluation', admitWhenArtifactUnchecked: true },
      ciPublishers: {
        entries: [{ name: 'ci', provider: 'aws', match: { accountId: '123456789012', roleName: 'ci' } }],
      },
    } as const;
    const stored = { ...values[field], ...stamps };
    const path = `/v1/admin/settings/${name}`;
    const { dxcp } = await open(
      {
        [`GET ${path}`]: () => answerOf(get, stored),
        'POST /v1/admin/guardrails/preview': () => answerOf('guardrails.preview', unlooked),
        [`PUT ${path}`]: () => answerOf(put, { ...stored, revision: 3 }),
      },
      { input: JSON.stringify(stored) },
    );
    expect((await dxcp('settings', 'set', name, '-', '--reason', 'Calm', '--yes')).code).toBe(0);
    expect(sent('POST')).toEqual({ [field]: { ...values[field], revision: 2 } });
    expect(sent('PUT')).toEqual({ ...values[field], revision: 2, reason: 'Calm' });
  });

  it('the kill switch is read, and turned with a reason', async () => {
    const on = {
      mutationsDisabled: true,
      revision: 2,
      reason: 'Storm',
      since: '2026-11-21T09:00:00.000Z',
      updatedBy: 'ada',
    };
    const { dxcp } = await open({
      'GET /v1/admin/settings/kill-switch': () =>
        answerOf('settings.killSwitch', { mutationsDisabled: false, revision: 1 }),
      'PUT /v1/admin/settings/kill-switch': () => answerOf('settings.setKillSwitch', on),
    });
    expect((await dxcp('kill-switch')).out).toContain('off: changes are possible');
    expect((await dxcp('kill-switch', 'on')).code).toBe(2);
    expect((await dxcp('kill-switch', 'show')).out).toContain('off: changes are possible');
    expect((await dxcp('kill-switch', 'on', '--reason', 'Storm')).code).toBe(2);
    expect(plane?.calls.map(({ method }) => method)).toEqual(['GET', 'GET']);
    const { out } = await dxcp('kill-switch', 'on', '--reason', 'Storm', '--yes');
    expect(out).toContain('on: changes are switched off\n  Storm\n  since 2026-11-21 09:00:00Z by ada\n  revision 2');
    expect(sent('PUT')).toEqual({ mutationsDisabled: true, reason: 'Storm' });
  });

  it('the kill switch is lifted only as it was shown, or as a script says that it was', async () => {
    const on = { mutationsDisabled: true, revision: 4, reason: 'Flood', updatedBy: 'ben' };
    const { dxcp } = await open(
      {
        'GET /v1/admin/settings/kill-switch': () => answerOf('settings.killSwitch', on),
        'PUT /v1/admin/settings/kill-switch': () =>
          answerOf('settings.setKillSwitch', { mutationsDisabled: false, revision: 5 }),
      },
      { canAsk: true, answer: 'yes' },
    );
    const { err, out } = await dxcp('kill-switch', 'off', '--reason', 'Done');
    expect(err + out).toContain('Flood');
    expect(sent('PUT')).toEqual({ mutationsDisabled: false, reason: 'Done', revision: 4 });
    await dxcp('kill-switch', 'off', '--reason', 'Done', '--revision', '3', '--yes');
    expect(JSON.parse(plane?.calls.at(-1)?.body ?? '{}')).toMatchObject({ revision: 3 });
    expect((await dxcp('kill-switch', 'off', '--reason', 'Done', '--revision', 'x')).code).toBe(2);
  });

  it('the kill switch is turned by nobody who says no', async () => {
    const { dxcp } = await open({}, { canAsk: true, answer: 'no' });
    const { code, out } = await dxcp('kill-switch', 'on', '--reason', 'Storm');
    expect([code, out]).toEqual([3, 'Nothing was changed.\n']);
    expect(plane?.calls).toEqual([]);
  });

  it('a stalled deployment is shown and released, and it is said what is not certain then', async () => {
    const gone = aDeployment({
      state: 'FAILED',
      outcome: 'FAILED',
      abandoned: true,
      finishedAt: '2026-11-21T09:30:00.000Z',
    });
    const { dxcp } = await open(
      {
        [`GET /v1/deployments/${ID}`]: () => answerOf('deployments.get', aDeployment({ stalled: true })),
        [`POST /v1/admin/deployments/${ID}/release`]: () => answerOf('deployments.release', gone),
      },
      { canAsk: true, answer: 'yes' },
    );
    const { code, out } = await dxcp('release', ID, '--reason', 'Lost');
    expect([code, out.includes('is uncertain until')]).toEqual([0, true]);
    expect(out).toContain('stalled  past its deadline');
    expect(out.indexOf(`id       ${ID}`)).toBeLessThan(out.indexOf('is uncertain until'));
    expect(sent('POST')).toEqual({ reason: 'Lost' });
    const other = await open({ [`POST /v1/admin/deployments/${ID}/release`]: () => problemOf('NOT_STALLED') });
    expect((await other.dxcp('release', ID, '--reason', 'Lost', '--yes')).code).toBe(3);
  });

  it('the engine is looked at: how it is, and what recipes may name', async () => {
    const abilities = { search: true, cancel: true, observation: true, events: true };
    const status = (ok: boolean) => ({
      type: 'simulator',
      abilities,
      breaker: { state: 'closed', failures: 2, lastFault: 'TIMEOUT' },
      ...(ok ? { pulse: { reconciledAt: '2026-11-21T09:29:00.000Z', inFlight: 1, freshnessSeconds: 5 } } : {}),
      health: { ok, latencyMs: 12, ...(ok ? {} : { detail: 'It is down' }) },
    });
    let ok = true;
    const { dxcp } = await open({
      'GET /v1/admin/engine/status': () => answerOf('engine.status', status(ok)),
      'GET /v1/admin/engine/applications': () =>
        answerOf('engine.applications', { items: [{ name: 'demo' }], total: 3 }),
      'GET /v1/admin/engine/applications/demo/pipelines': () =>
        answerOf('engine.pipelines', { application: 'demo', items: [{ name: 'deploy', enabled: false }] }),
      'GET /v1/admin/engine/applications/x/pipelines': () =>
        answerOf('engine.pipelines', { application: 'x', items: [] }),
    });
    const well = await dxcp('engine', 'status');
    expect([well.code, well.out]).toEqual([0, expect.stringContaining('1 in flight')]);
    ok = false;
    const ill = await dxcp('engine', 'status');
    expect([ill.code, ill.out]).toEqual([5, expect.stringContaining('It is down')]);
    expect(ill.out).toContain('the last with TIMEOUT');
    expect((await dxcp('engine', 'applications')).out).toBe('demo\n… 3 in all\n');
    expect((await dxcp('engine', 'pipelines', 'demo')).out).toBe('NAME    ENABLED\ndeploy  no\n');
    expect((await dxcp('engine', 'pipelines', 'x')).out).toContain('no application x');
  });

  it('a refusal says what is used, who holds the places, and once from when it is possible', async () => {
    const holders = [{ deploymentId: ID, service: 'shop', version: '1.0.0', since: '2026-11-21T09:00:00.000Z' }];
    const refusals = [
      {
        code: 'QUOTA_EXCEEDED',
        message: 'Used up',
        hint: 'Wait',
        allowedFrom: '2026-11-22T00:00:00.000Z',
        facts: { quota: 'deploy', used: 25, limit: 25 },
      },
      { code: 'CONCURRENCY_LIMIT_REACHED', message: 'Taken', hint: 'Wait', facts: { holders } },
    ] as const;
    const { dxcp } = await open({
      [`POST /v1/admin/deployments/${ID}/release`]: () => problemOf('QUOTA_EXCEEDED', [...refusals]),
    });
    const { err } = await dxcp('release', ID, '--reason', 'Lost', '--yes');
    expect(err).toContain('used: 25 of 25 today (UTC)');
    expect(err).toContain(`held: ${ID}  shop 1.0.0, since 2026-11-21 09:00:00Z (30 min. ago)`);
    expect(err.match(/Possible from|Try again/g)).toEqual(['Possible from']);
  });
});

describe('a quota of nothing', () => {
  it('is told without a time from which there is more of it', async () => {
    const facts = { quota: 'rollback', used: 0, limit: 0 };
    const refusal = { code: 'QUOTA_EXCEEDED', message: 'None', hint: 'Ask', facts } as const;
    const headers = { 'content-type': 'application/problem+json' };
    const { dxcp } = await open({
      'GET /v1/whoami': () => ({ ...problemOf('QUOTA_EXCEEDED', [refusal]), headers }),
    });
    const { err } = await dxcp('whoami');
    expect(err).toContain('used: 0 of 0 today');
    expect(err).not.toMatch(/Possible from|Try again/);
  });
});

describe('too many requests', () => {
  const message = 'You have used up the 60 changes that you may make within a minute';
  const allowedFrom = '2026-11-21T09:30:37.000Z';
  const limited = { code: 'RATE_LIMITED', message, hint: 'Try again in 37 s.', allowedFrom, facts: {} } as const;

  it.each([
    ['by DXCP', () => problemOf('RATE_LIMITED', [limited])],
    [
      'by the gateway',
      () => ({ status: 429, body: { message: 'Too Many Requests' }, headers: { 'retry-after': '37' } }),
    ],
  ])('are refused %s with one word on when to try again', async (_, refuse) => {
    const { dxcp } = await open({ 'GET /v1/admin/settings/kill-switch': refuse });
    const { code, err } = await dxcp('kill-switch');
    expect(code).toBe(3);
    expect(err.match(/Try again in \d+ s|Possible from/g)).toEqual(['Try again in 37 s']);
  });
});

describe('dxcp --help', () => {
  it('begins with what newcomers do, and keeps what admins do apart', async () => {
    const { dxcp } = await open({});
    const { out } = await dxcp('--help');
    const headings = ['Deploy, follow and undo:', 'Publish builds:', 'Configure', 'Operate, for admins:'];
    const places = headings.map((heading) => out.indexOf(heading));
    expect(places.every((place, index) => place > (places[index - 1] ?? 0))).toBe(true);
    expect(out.indexOf('kill-switch')).toBeGreaterThan(out.indexOf('Operate, for admins:'));
  });
});
