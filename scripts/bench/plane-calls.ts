import { randomUUID } from 'node:crypto';
import { openMint } from '../../test/authority/tokens.ts';
import { openWire, type Wire, type WireAnswer, type WireRequest } from '../../test/fuzz/wire.ts';
import { environments, type FilledPlane, freshServices, GROUP, services, VERSION } from './filled-plane.ts';

/** Calls of a filled plane over HTTP with connections kept, by people who may. */

export type CallName =
  | 'health'
  | 'whoami'
  | 'services.list'
  | 'deployments.list'
  | 'deployments.list of a place'
  | 'deployments.get'
  | 'services.running'
  | 'validate'
  | 'create';

export type Calls = {
  /** Answers how it went; throws when it went otherwise than it should. */
  readonly make: (name: CallName) => Promise<WireAnswer>;
  readonly close: () => void;
};

const pick = <T>(list: readonly T[], index: number): T => {
  const found = list[index % list.length];
  if (found === undefined) throw new Error('There is nothing to pick from');
  return found;
};

const ENDS_AT_ONCE = 'nothing-began';
/** One after the other, services are of different delivery groups; all have their turn before one comes again. */
const STRIDE = 21;

export const openCalls = async (
  { url, dataDir }: Pick<FilledPlane, 'url' | 'dataDir'>,
  connections = 1,
): Promise<Calls> => {
  const wire: Wire = openWire(url, connections);
  const authorization = `Bearer ${openMint({ url, dataDir }).good('admin')}`;
  // What is deployed here is over at once, so that it does not keep the plane busy.
  const scenarios = JSON.stringify([{ scenario: ENDS_AT_ONCE, version: VERSION }]);
  await fetch(`${url}/.local/engine/scenarios`, { method: 'PUT', body: scenarios });
  let count = 0;
  const get = (target: string): WireRequest => ({ method: 'GET', target, headers: { authorization } });
  const post = (target: string, body: object): WireRequest => {
    const text = JSON.stringify(body);
    const headers = {
      authorization,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(text)),
      'idempotency-key': randomUUID(),
    };
    return { method: 'POST', target, headers, body: text };
  };
  const busiest = { service: pick(services, 0), environment: pick(environments, 0) };
  const place = () => ({ service: pick(services, count), environment: pick(environments, count) });
  const intent = () => ({
    service: pick(freshServices, count * STRIDE),
    environment: pick(environments, Math.floor(count / freshServices.length)),
    version: VERSION,
    recipeId: 'default',
    changeSummary: 'Measure how long it takes',
  });
  const newest = JSON.parse((await wire.send(get(`/v1/deployments?deliveryGroupId=${GROUP}&limit=20`))).text);
  const ids: readonly string[] = newest.items.map(({ id }: { id: string }) => id);
  const requests: Readonly<Record<CallName, () => WireRequest>> = {
    health: () => get('/v1/health'),
    whoami: () => get('/v1/whoami'),
    'services.list': () => get('/v1/services'),
    'deployments.list': () => get('/v1/deployments'),
    'deployments.list of a place': () => get(`/v1/deployments?${new URLSearchParams(busiest)}`),
    'deployments.get': () => get(`/v1/deployments/${pick(ids, count)}`),
    'services.running': () => {
      const { service, environment } = place();
      return get(`/v1/services/${service}/running?environment=${environment}`);
    },
    validate: () => post('/v1/deployments/validate', intent()),
    create: () => post('/v1/deployments', intent()),
  };
  return {
    make: async (name) => {
      count += 1;
      const answered = await wire.send(requests[name]());
      if (answered.status !== (name === 'create' ? 201 : 200)) {
        throw new Error(`${name} answered ${answered.status}: ${answered.text.slice(0, 300)}`);
      }
      return answered;
    },
    close: wire.close,
  };
};
