import '../tap/functions-apart.ts';
import { setTimeout as wait } from 'node:timers/promises';
import { call, identities, succeeds } from '../../../test/authority/calls.ts';
import { requestFor, type Sent } from '../../../test/authority/requests.ts';
import { type RunningPlane, runPlane } from '../../../test/authority/running-plane.ts';
import { type Stage, setStage } from '../../../test/authority/stage.ts';
import { type CallerName, callerNames, cellOf, type Mount, mounts } from '../../generate/authority-matrix.ts';
import { pastDeployments } from '../history.ts';
import { answer } from '../own-process.ts';
import { openPlaneStore } from '../plane-store.ts';
import { calls } from '../tap/calls.ts';
import { chill } from '../tap/instances.ts';
import { invocations } from '../tap/invocations.ts';
import { type Called, type Counts, countsOf } from './counts.ts';

/** Every route of a whole plane, called by somebody who may, with everything counted that its function asks of AWS. */

const WARM_RUNS = 3;
const PAST = 60;
const HAND_OVER_MS = 1000;
const AUTHORIZER = 'auth/authorizer';

const doorOf = ({ route }: Mount): string => `api/${route.operation.replace('.', '/')}`;

/** The one who calls most: an owner, or whoever else may. */
const usualCaller = (mount: Mount): CallerName => {
  const may = (caller: CallerName) => succeeds(cellOf(mount, caller)) || mount.route.operation === 'routes.unknown';
  return (['owner', ...callerNames] as const).find(may) ?? 'nobody';
};

/** What the door's function asks of AWS while this is done. */
const countedAt = async (door: string, work: () => Promise<unknown>): Promise<Counts> => {
  const from = invocations.length;
  await work();
  // What a function leaves behind when it has answered is its doing, too.
  await wait(20);
  const runs = invocations.slice(from).filter((run) => run.door === door);
  if (runs.length !== 1) throw new Error(`${door} ran ${runs.length} times`);
  return countsOf(calls.filter(({ by }) => by !== undefined && runs.includes(by)));
};

type Bench = {
  readonly plane: RunningPlane;
  readonly stage: Stage;
  readonly known: Awaited<ReturnType<typeof identities>>;
};

const runsOf = async (door: string, once: () => Promise<Counts>): Promise<Pick<Called, 'cold' | 'warm'>> => {
  chill(door);
  const cold = await once();
  const warm: Counts[] = [];
  for (let run = 0; run < WARM_RUNS; run += 1) warm.push(await once());
  return { cold, warm };
};

const callRoute = async (
  { plane, stage, known }: Bench,
  mount: Mount,
  { caller, sent }: { caller: CallerName; sent: () => Promise<Sent> | Sent },
) => {
  const door = doorOf(mount);
  return runsOf(door, async () => {
    const request = await sent();
    const counted = await countedAt(door, async () => {
      const { status } = await call(plane, mount, { sent: request, identify: known[caller] });
      const expected = mount.route.operation === 'routes.unknown' ? 404 : mount.route.status;
      if (status !== expected) throw new Error(`${mount.route.operation} answered ${status}`);
    });
    if (mount.route.mutation) await stage.quiet();
    return counted;
  });
};

/** What each run of a rollback needs: a deployment that nothing came after. */
const deployAnother = async ({ plane, stage, known }: Bench): Promise<void> => {
  const mount = mounts.find(({ route }) => route.operation === 'deployments.create');
  if (!mount) throw new Error('Nothing can be deployed');
  const intent = { service: 'demo-service', environment: 'sandbox', recipeId: 'default', changeSummary: 'Go on' };
  const sent = { body: { ...intent, version: '1.1.0' } };
  const { status } = await call(plane, mount, { sent, identify: known.owner });
  if (status !== 201) throw new Error(`The deployment before a rollback was answered ${status}`);
  await stage.quiet();
};

const everyRoute = async (bench: Bench): Promise<readonly Called[]> => {
  const all: Called[] = [];
  for (const mount of mounts.filter(({ asks }) => asks !== 'signature')) {
    const caller = usualCaller(mount);
    const sent = async () => {
      if (mount.route.operation === 'deployments.rollback') await deployAnother(bench);
      const request = await requestFor(mount, { stage: bench.stage, caller, succeeds: true });
      // What is to be canceled has been handed over by then: a cancellation that meets others is contention's to count.
      if (mount.route.operation === 'deployments.cancel') await wait(HAND_OVER_MS);
      return request;
    };
    all.push({ name: mount.route.operation, caller, ...(await callRoute(bench, mount, { caller, sent })) });
  }
  return all;
};

/** Full pages of deployments, by who asks and what for. */
const pages = [
  { caller: 'admin', query: {} },
  { caller: 'owner', query: {} },
  { caller: 'owner', query: { service: 'demo-service-2', environment: 'sandbox' } },
  { caller: 'owner', query: { service: 'demo-service-2' } },
  { caller: 'admin', query: { environment: 'sandbox' } },
  { caller: 'admin', query: { deliveryGroupId: 'demo' } },
  { caller: 'admin', query: { state: 'SUCCEEDED' } },
] as const;

const everyPage = async (bench: Bench): Promise<readonly Called[]> => {
  const { store, close } = openPlaneStore();
  const history = {
    count: PAST,
    services: ['demo-service-2'],
    environments: ['sandbox'],
    deliveryGroupId: 'demo',
    until: Date.now(),
    days: 10,
  };
  for (const create of pastDeployments(history)) await store.commit({ create });
  close();
  const mount = mounts.find(({ route }) => route.operation === 'deployments.list');
  if (!mount) throw new Error('Deployments are not listed');
  const all: Called[] = [];
  for (const { caller, query } of pages) {
    const sent = () => ({ query: { ...query, limit: '50' } });
    const name = Object.keys(query).join(' + ') || 'no filter';
    all.push({ name, caller, ...(await callRoute(bench, mount, { caller, sent })) });
  }
  return all;
};

/** The gateway asks it once for a token in five minutes; here each call has a token of its own. */
const authorizer = async ({ plane }: Bench): Promise<Called> => {
  const once = () =>
    countedAt(AUTHORIZER, async () => {
      const authorization = `Bearer ${plane.mint.good('owner')}`;
      const { status } = await fetch(`${plane.url}/v1/whoami`, { headers: { authorization } });
      if (status !== 200) throw new Error(`The authorizer let nobody in: ${status}`);
    });
  return { name: AUTHORIZER, caller: 'owner', ...(await runsOf(AUTHORIZER, once)) };
};

answer(async () => {
  const plane = await runPlane({ speed: 20 });
  const bench = { plane, stage: await setStage(plane), known: await identities(plane) };
  const routes = await everyRoute(bench);
  const measured = { routes: [...routes, await authorizer(bench)], pages: await everyPage(bench) };
  await plane.stop();
  return measured;
});
