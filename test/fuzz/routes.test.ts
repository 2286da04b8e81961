import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NEXT_CURSOR } from '../../lib/contract/lines.ts';
import type { Route } from '../../lib/contract/route.ts';
import { mounts } from '../../scripts/generate/authority-matrix.ts';
import { writtenBetween } from '../authority/running-plane.ts';
import { oddSummary } from './accepted.ts';
import { isList, tamperedWith, withCursor } from './cursors.ts';
import { eventDraft } from './engine-events.ts';
import { largeBodies, oddPath } from './gateway-drafts.ts';
import { exchange, rawRequests, statusesIn } from './raw.ts';
import { type Draft, draftFor } from './requests.ts';
import { openRig, type Rig, TIMEOUT_MS, trials } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

/** Routes that change something, the hook of the engine among them, are held after each request, the others at the end. */
const mayWrite = (route: Route): boolean => route.mutation === true || route.method !== 'GET';

/** The signed twins are the same functions; a signature over nonsense is nonsense. */
const open = mounts.filter(({ path, asks }) => path !== '$default' && asks !== 'signature');

/** Whoever asks for something new with a free name gets it, and who turns the switch turns it; nothing else is touched. */
const mayBeAdmitted: Readonly<Record<string, RegExp>> = {
  'services.create': /^(SERVICE|ANSWER)#/,
  'environments.create': /^(ENVIRONMENT|ANSWER)#/,
  'recipes.create': /^(RECIPE|ANSWER)#/,
  'deliveryGroups.create': /^(GROUP|GUARD|ANSWER|SERVICE|RECIPE|ENVIRONMENT|PLANE#groupRegistry)/,
  'settings.setKillSwitch': /^(PLANE#killSwitch|GUARD|ANSWER)/,
};
const NOTHING = /^$/;
const TOLD = /^(AUDIT|DENIALS)#/;

const written = async (
  before: Awaited<ReturnType<Rig['plane']['dump']>>,
  route?: Route,
): Promise<readonly string[]> => {
  const admitted = mayBeAdmitted[route?.operation ?? ''] ?? NOTHING;
  return writtenBetween(before, await rig.plane.dump()).filter((key) => !TOLD.test(key) && !admitted.test(key));
};

/** Everybody after it relies on changes being switched on. */
const switchOn = async () => {
  const body = { mutationsDisabled: false, reason: 'Go on' };
  expect((await rig.put('/v1/admin/settings/kill-switch', body)).status).toBe(200);
};

const draftOf = (route: Route, path: string): fc.Arbitrary<Draft> =>
  route.permission === 'engine'
    ? fc.oneof(draftFor(route, path, rig.known), eventDraft(rig.stage.older))
    : draftFor(route, path, rig.known);

describe('Whatever is sent', () => {
  it.each(open.map(({ route, path }) => [route.operation, route, path] as const))(
    'to %s is answered, and changes nothing that it may not',
    async (_, route, path) => {
      let start = await rig.plane.dump();
      let before = start;
      const property = fc.asyncProperty(draftOf(route, path), async (draft) => {
        const { status } = await rig.send(draft, route);
        if (!mayWrite(route)) return;
        const isAdmitted = route.mutation === true && status < 400;
        expect(isAdmitted && !(route.operation in mayBeAdmitted), 'No request here could be admitted').toBe(false);
        expect(await written(before, isAdmitted ? route : undefined)).toEqual([]);
        if (!isAdmitted) return;
        if (route.operation === 'settings.setKillSwitch') await switchOn();
        start = await rig.plane.dump();
        before = start;
      });
      await fc.assert(property, trials());
      expect(await written(start)).toEqual([]);
      expect(rig.plane.troubles).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

const changing = open.filter(({ route }) => route.mutation);

describe('Somebody who may change nothing', () => {
  it.each(changing.map(({ route, path }) => [route.operation, route, path] as const))(
    'is refused %s whatever is sent, and only that is put on record',
    async (_, route, path) => {
      const before = await rig.plane.dump();
      const property = fc.asyncProperty(draftFor(route, path, rig.known), async (draft) => {
        expect((await rig.sendAsObserver(draft, route)).status).toBeGreaterThanOrEqual(400);
      });
      await fc.assert(property, trials());
      expect(await written(before)).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

describe('The gateway', () => {
  it(
    'answers any path and method',
    async () => {
      const before = await rig.plane.dump();
      await fc.assert(
        fc.asyncProperty(oddPath, async (draft) => void (await rig.send(draft))),
        trials(8),
      );
      expect(await written(before)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it.each(largeBodies)('refuses %s', async (_, draft, status) => {
    const before = await rig.plane.dump();
    expect((await rig.send(draft)).status).toBe(status);
    expect(await written(before)).toEqual([]);
  });
});

describe('A connection', () => {
  it('that speaks hardly any HTTP is answered or ended, and lets nobody further in', async () => {
    const before = await rig.plane.dump();
    const statuses: Record<string, readonly number[]> = {};
    // What is no path of the API is answered by the site, which says so where it was not built.
    const unbuilt = statusesIn(await exchange(rig.plane.url, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'));
    for (const [about, bytes] of Object.entries(rawRequests(rig.plane.mint.good('observer')))) {
      const text = await exchange(rig.plane.url, bytes);
      rig.judge.text(text);
      statuses[about] = statusesIn(text);
    }
    expect(
      Object.entries(statuses).filter(([, each]) => each.some((status) => status >= 500 && !unbuilt.includes(status))),
    ).toEqual([]);
    expect(statuses['a request inside a request']).toEqual([403, 401]);
    expect(statuses['two tokens']).toEqual([401]);
    expect(await written(before)).toEqual([]);
    expect((await rig.get('/v1/health')).status).toBe(200);
  });
});

describe('A cursor', () => {
  const lists = open.filter(({ route }) => isList(route));

  it.each(lists.map(({ route, path }) => [route.operation, route, path] as const))(
    'of %s that was tampered with is refused, or is another place in the same list',
    async (_, route, path) => {
      const needed = route.operation === 'builds.list' ? `${path}?service=demo-service` : path;
      const first = await rig.get(`${needed}${needed.includes('?') ? '&' : '?'}limit=1`);
      const nextCursor = route.inLines ? first.headers[NEXT_CURSOR] : JSON.parse(first.text).nextCursor;
      expect(nextCursor, 'There is no second page to tamper with').toEqual(expect.any(String));
      const property = fc.asyncProperty(tamperedWith(nextCursor), async (cursor) => {
        const target = withCursor(needed, cursor);
        expect([200, 400]).toContain((await rig.send({ method: 'GET', target, headers: {} }, route)).status);
      });
      await fc.assert(property, trials());
    },
    TIMEOUT_MS,
  );
});

describe('What is accepted', () => {
  it(
    'is given back as it was sent, wherever it is shown',
    async () => {
      const property = fc.asyncProperty(oddSummary, async (changeSummary) => {
        const body = { ...rig.intent, changeSummary };
        const { status, text } = await rig.post('/v1/deployments', body);
        expect(status).toBe(changeSummary.isWellFormed() && changeSummary.trim() !== '' ? 201 : 400);
        if (status !== 201) return;
        const { id } = JSON.parse(text);
        const shown = JSON.parse((await rig.get(`/v1/deployments/${id}`)).text);
        expect(shown.changeSummary).toBe(changeSummary.trim());
        for (const path of [`/v1/deployments/${id}/timeline`, '/v1/deployments', `/v1/audit/events?targetId=${id}`]) {
          expect((await rig.get(path)).status).toBe(200);
        }
        expect((await rig.post(`/v1/deployments/${id}/cancel`, {})).status).toBe(200);
        await rig.stage.quiet();
      });
      await fc.assert(property, trials(0.3));
      expect(rig.plane.troubles).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

describe('After all this', () => {
  it('nothing is stored that is not text, and the record of all refusals can still be read', async () => {
    const halves = [...(await rig.plane.dump()).values()].filter((item) => /(?<!\\)\\ud[89a-f]/.test(item));
    expect(halves).toEqual([]);
    let cursor: string | undefined;
    do {
      const page = await rig.plane.as('admin').audit.list({ query: { limit: 200, cursor } });
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  });
});
