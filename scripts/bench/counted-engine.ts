import { createSpinnakerEngine } from '../../lib/adapters/spinnaker/engine.ts';
import { createExecutions, pipelineNamed } from '../../lib/local/engine/executions.ts';
import { noJournal } from '../../lib/local/engine/journal.ts';
import { asObject, type JsonObject } from '../../lib/local/engine/json-object.ts';
import { type GateReply, matchRoute } from '../../lib/local/engine/routes.ts';
import { createScenarioRules } from '../../lib/local/engine/scenario-rules.ts';
import type { Scenario } from '../../lib/local/engine/scenarios.ts';
import type { VirtualTime } from './virtual-time.ts';

/** How long the engine takes for an answer, in milliseconds. */
export const ENGINE_MS = 100;

export type CallKind = 'look' | 'reasons' | 'order' | 'search' | 'other';
export type Call = { readonly at: number; readonly kind: CallKind };

/** How an execution goes: its end comes after so many seconds, or never. */
export type Course = { readonly seconds: number; readonly fails?: boolean };

const kindOf = (method: string, path: string): CallKind => {
  if (method === 'POST') return 'order';
  if (path.endsWith('/search')) return 'search';
  if (path === '/executions') return 'look';
  return path.startsWith('/pipelines/') ? 'reasons' : 'other';
};

/** The real adapter above the simulator's routes, without sockets; every request is counted. */
export const createCountedEngine = (time: VirtualTime, courseOf: (deploymentId: string) => Course) => {
  const executions = createExecutions({ journal: noJournal, now: time.ms, speed: 1, effects: false });
  const world = { executions, rules: createScenarioRules(), now: time.ms };
  const calls: Call[] = [];

  /** An order is carried out as its deployment is to go. */
  const begin = (deploymentId: string, trigger: JsonObject = { eventId: `dxcp-${deploymentId}` }): string => {
    const pipeline = pipelineNamed('dxcp-reference', 'deploy-standard');
    if (!pipeline) throw new Error('The simulator has no standard pipeline');
    return executions.trigger({ pipeline, scenario: scenarioOf(courseOf(deploymentId)), trigger, user: 'bench' });
  };

  const answer = (method: string, url: URL, body: unknown): GateReply => {
    if (method === 'POST') {
      const trigger = asObject(body);
      return {
        status: 202,
        body: { ref: `/pipelines/${begin(String(trigger.eventId).slice('dxcp-'.length), trigger)}` },
      };
    }
    const path = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
    const request = { method, path, query: url.searchParams, body, user: 'bench' };
    const matched = matchRoute(request);
    return matched ? matched.route.answer(world, request, matched.names) : { status: 404, body: {} };
  };

  const http = async (address: string, init: RequestInit): Promise<Response> => {
    const url = new URL(address);
    const method = init.method ?? 'GET';
    calls.push({ at: time.ms(), kind: kindOf(method, url.pathname) });
    await time.sleep(ENGINE_MS);
    const { status, body } = answer(method, url, typeof init.body === 'string' ? JSON.parse(init.body) : undefined);
    return Response.json(body ?? null, { status });
  };

  const engine = createSpinnakerEngine({
    gateUrl: 'http://engine.bench',
    http,
    clock: time.clock,
    sleep: time.sleep,
  });
  return { engine, executions, calls, begin };
};

/** Seconds until the standard pipeline ends by itself, and until the step at which it is made to fail has ended. */
const ENDS_AFTER = 5.9;
const FAILS_AFTER = 3.8;

const scenarioOf = ({ seconds, fails }: Course): Scenario => {
  const about = { name: 'bench', description: 'Takes as long as it is told' };
  if (seconds === Number.POSITIVE_INFINITY) return { ...about, hangs: 'start' };
  if (!fails) return { ...about, pace: seconds / ENDS_AFTER };
  const failure = { at: 'start', shape: 'unhealthy', status: 'TERMINAL' } as const;
  return { ...about, pace: seconds / FAILS_AFTER, failure };
};
