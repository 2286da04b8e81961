import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Fragment, fragmentsOf, without } from '../../lib/local/iam/fragments.ts';
import { deployedAccess } from '../../lib/local/iam/roles.ts';
import { needs } from '../../lib/local/iam/usage.ts';
import { type RunningPlane, runPlane, writtenBetween } from './running-plane.ts';
import { type Stage, setStage } from './stage.ts';

let plane: RunningPlane;
let stage: Stage;
/** The one grant that a function lacks for now. */
let removed: { readonly path: string; readonly grant: string } | undefined;

beforeAll(async () => {
  plane = await runPlane({
    speed: 20,
    accessOf: (path, deployed) => {
      if (path !== removed?.path) return deployed;
      return lacking.get(removed.grant) ?? keep(removed.grant, without(deployed, removed.grant));
    },
  });
  stage = await setStage(plane);
});
afterAll(() => plane.stop());

/** Policies are made once for an access that stays the same. */
const lacking = new Map<string, ReturnType<typeof without>>();
const keep = (grant: string, access: ReturnType<typeof without>) => {
  lacking.set(grant, access);
  return access;
};

const grantsOf = (path: string): readonly Fragment[] => fragmentsOf(deployedAccess.get(path) ?? {});

const lack = (path: string, { name }: Fragment): void => {
  lacking.clear();
  plane.denials.length = 0;
  removed = { path, grant: name };
};
afterEach(() => {
  removed = undefined;
});

const isRefused = (path: string, grant: Fragment): boolean =>
  plane.denials.some((denied) => denied.path === path && needs(denied.ask, grant));

const send = async (user: string, path: string, body: unknown): Promise<number> => {
  const headers = {
    authorization: `Bearer ${plane.mint.good(user)}`,
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
  };
  return (await fetch(plane.url + path, { method: 'POST', headers, body: JSON.stringify(body) })).status;
};

const intent = {
  service: 'demo-service',
  environment: 'sandbox',
  version: '1.0.0',
  recipeId: 'default',
  changeSummary: 'Try',
};

/** A change that was to be made with one grant too few: refused, and nothing of it written. */
const refusedChange = async (path: string, grant: Fragment, change: () => Promise<number>): Promise<void> => {
  const before = await plane.dump();
  lack(path, grant);
  expect(await change()).toBeGreaterThanOrEqual(400);
  expect(isRefused(path, grant), `No request needed "${grant.name}"`).toBe(true);
  expect(writtenBetween(before, await plane.dump()).filter((key) => !/^(AUDIT|DENIALS)#/.test(key))).toEqual([]);
};

/** An artifact that cannot be looked at does not stand in the way of a deployment; nor does what only denials need. */
const writing = (path: string) =>
  grantsOf(path).filter(({ name }) => name !== 'artifacts read' && name !== 'updates denials');

describe('Without one of its grants', () => {
  it.each(writing('api/deployments/create').map((grant) => [grant.name, grant] as const))(
    'nothing is deployed: %s',
    async (_, grant) => {
      await refusedChange('api/deployments/create', grant, () => send('owner', '/v1/deployments', intent));
    },
  );

  it('nobody is told of a denial that cannot be counted: updates denials', async () => {
    const [grant] = grantsOf('api/deployments/create').filter(({ name }) => name === 'updates denials');
    if (!grant) throw new Error('Denials are not counted any more');
    await refusedChange('api/deployments/create', grant, async () => {
      const status = await send('observer', '/v1/deployments', intent);
      expect(status).toBe(500);
      return status;
    });
  });

  it.each(writing('api/builds/register').map((grant) => [grant.name, grant] as const))(
    'no build is registered: %s',
    async (_, grant) => {
      const build = { ...stage.builds.ci, version: '8.1.0' };
      await refusedChange('api/builds/register', grant, () => send('ci', '/v1/builds/register', build));
    },
  );

  const filters: Readonly<Record<string, string>> = {
    'lists gsi1 deployment': 'service=demo-service&environment=sandbox',
    'lists gsi1 deliveryGroup': '',
    'lists gsi2 deployment': 'service=demo-service',
    'lists gsi3 deployment': 'deliveryGroupId=demo',
    'lists gsi4 deployment': 'environment=sandbox',
    'lists gsi5 deployment': 'state=PENDING',
    'lists gsi6 deployment': '',
  };
  it.each(
    grantsOf('api/deployments/list')
      .filter(({ name }) => name in filters)
      .map((grant) => [grant.name, grant] as const),
  )('deployments are not listed: %s', async (name, grant) => {
    lack('api/deployments/list', grant);
    const user = name === 'lists gsi1 deliveryGroup' ? 'owner' : 'admin';
    const headers = { authorization: `Bearer ${plane.mint.good(user)}` };
    expect((await fetch(`${plane.url}/v1/deployments?${filters[name]}`, { headers })).status).toBe(500);
    expect(isRefused('api/deployments/list', grant)).toBe(true);
  });

  // What it begins goes on for a moment: after those that look at everything that was written.
  it('a deployment is admitted whose artifact may not be looked at, and that is told: artifacts read', async () => {
    const [grant] = grantsOf('api/deployments/create').filter(({ name }) => name === 'artifacts read');
    if (!grant) throw new Error('Admission has no need of artifacts any more');
    lack('api/deployments/create', grant);
    expect(await send('owner', '/v1/deployments', intent)).toBe(201);
    expect(isRefused('api/deployments/create', grant)).toBe(true);
    await stage.quiet();
  });

  it.each([
    ...grantsNamed('workflow/start', [
      'reads deployment',
      'reads killSwitch',
      'reads lane',
      'reads slots',
      'puts deployment',
      'checks guard',
    ]),
    ...grantsNamed('events/stream', ['workflow begin']),
  ])('%s does not hand over, and catches up once it has it: %s', async (path, _, grant) => {
    lack(path, grant);
    expect(await send('owner', '/v1/deployments', intent)).toBe(201);
    await expect.poll(() => isRefused(path, grant)).toBe(true);
    removed = undefined;
    await stage.quiet();
    const id = await stage.newest('sandbox');
    expect(await plane.as('owner').deployments.get({ params: { id } })).toMatchObject({ state: 'SUCCEEDED' });
  });
});

function grantsNamed(path: string, names: readonly string[]) {
  return grantsOf(path)
    .filter(({ name }) => names.includes(name))
    .map((grant) => [path, grant.name, grant] as const);
}
