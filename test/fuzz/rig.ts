import { randomUUID } from 'node:crypto';
import type { Route } from '../../lib/contract/route.ts';
import { RATE_LIMIT_MAX } from '../../lib/contract/settings.ts';
import { PLANE_CREDENTIAL, PUBLISHER_CREDENTIAL } from '../../lib/local/plane/names.ts';
import { type RunningPlane, runPlane } from '../authority/running-plane.ts';
import { type Stage, setStage } from '../authority/stage.ts';
import { takeRevisionsFar } from './far-revisions.ts';
import { createJudge, type Judge } from './judge.ts';
import type { Draft } from './requests.ts';
import type { Known } from './shapes.ts';
import { openWire, type WireAnswer } from './wire.ts';

/** Times each property is tried, and from where: `FUZZ_RUNS=5000 FUZZ_SEED=7 npx vitest run test/fuzz` for a long one. */
export const trials = (share = 1) => ({
  numRuns: Math.ceil(Number(process.env.FUZZ_RUNS ?? 25) * share),
  seed: Number(process.env.FUZZ_SEED ?? 20_261_121),
});
export const TIMEOUT_MS = process.env.FUZZ_RUNS === undefined ? 60_000 : 3_600_000;

export type Rig = {
  readonly plane: RunningPlane;
  readonly stage: Stage;
  /** Real names of the plane, but none with which a change would be admitted. */
  readonly known: Known;
  /** Sends the draft as somebody who may call the route, and holds the answer to what all answers must be. */
  readonly send: (draft: Draft, route?: Route) => Promise<WireAnswer>;
  /** The same as an observer, who may change nothing. */
  readonly sendAsObserver: (draft: Draft, route: Route) => Promise<WireAnswer>;
  readonly judge: Judge;
  readonly get: (path: string) => Promise<WireAnswer>;
  readonly post: (path: string, body: unknown) => Promise<WireAnswer>;
  readonly put: (path: string, body: unknown) => Promise<WireAnswer>;
  /** What would be admitted once it has a summary; the engine is never done with it. */
  readonly intent: object;
  readonly close: () => Promise<void>;
};

export async function openRig(): Promise<Rig> {
  const plane = await runPlane({ speed: 20 });
  // Whoever is refused for asking too often has not been tried.
  await plane.allowRequests(RATE_LIMIT_MAX);
  const stage = await setStage(plane);
  await takeRevisionsFar();
  const wire = openWire(plane.url);
  const engineEvents = await plane.secret('/engine/events/secret');
  const tokens = { admin: plane.mint.good('admin'), ci: plane.mint.good('ci'), observer: plane.mint.good('observer') };
  const shown = (route: Route | undefined): string => {
    if (route?.permission === 'engine') return engineEvents;
    return route?.permission === 'ci' ? tokens.ci : tokens.admin;
  };
  const judge = createJudge([
    ...Object.values(tokens).map((token) => token.split('.')[2] ?? token),
    engineEvents,
    await plane.secret('/engine/auth/secret'),
    PLANE_CREDENTIAL.secretAccessKey,
    PUBLISHER_CREDENTIAL.secretAccessKey,
  ]);
  const sendWith = async (token: string, draft: Draft, route?: Route) => {
    const answer = await wire.send({ ...draft, headers: { authorization: `Bearer ${token}`, ...draft.headers } });
    judge.answer(answer, route);
    return answer;
  };
  const send: Rig['send'] = (draft, route) => sendWith(shown(route), draft, route);
  return {
    plane,
    stage,
    known: knownOf(stage),
    judge,
    send,
    sendAsObserver: (draft, route) => sendWith(tokens.observer, draft, route),
    get: (target) => send({ method: 'GET', target, headers: {} }),
    post: (target, body) => send({ method: 'POST', target, headers: keyed(), body: JSON.stringify(body) }),
    put: (target, body) => send({ method: 'PUT', target, headers: keyed(), body: JSON.stringify(body) }),
    intent: { service: 'demo-service', environment: 'sandbox', version: stage.endless, recipeId: 'default' },
    close: async () => {
      wire.close();
      await plane.stop();
    },
  };
}

const keyed = () => ({ 'content-type': 'application/json', 'idempotency-key': randomUUID() });

const knownOf = ({ older, builds }: Stage): Known => ({
  ...Object.fromEntries(Object.entries(builds.ci).map(([field, value]) => [field, [value]])),
  service: ['demo-service', 'billing-api', 'nobody-service'],
  environment: ['sandbox', 'staging', 'prod'],
  version: ['1.0.9', '8.0.0-rc.1'],
  sha256: ['0'.repeat(64)],
  id: [...older, '00000000000000000000000000'],
  groupId: ['demo'],
  deliveryGroupId: ['demo', 'payments'],
  recipeId: ['default', 'canary'],
  refresh: ['1'],
  limit: ['1', '2', '200', '201'],
});
