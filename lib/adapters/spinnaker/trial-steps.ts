import { isIP } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { CheckedConnection } from '../../contract/engine-check.ts';
import { EngineFault } from '../../ports/engine.ts';
import type { Connection } from './auth/connection.ts';
import { noAuth } from './auth/credentials.ts';
import type { AuthKind, ConnectionSettings } from './auth/settings.ts';
import { clockHint } from './clock-difference.ts';
import { networkFault } from './faults.ts';
import { createGate, type Gate } from './gate.ts';
import { at, list, text } from './json.ts';
import { ForbiddenAddress, type Resolve, resolveByDns, resolveGuarded } from './outbound/lookup.ts';
import { hostOf } from './outbound/url-guard.ts';
import { hintFor } from './trial-hints.ts';
import { askForNothing } from './well-being.ts';

type StepName = CheckedConnection['steps'][number]['name'];
/** What a step found when it went well, and figures for the whole. */
type Finding = { readonly detail: string; readonly hint?: string; readonly figures?: Partial<CheckedConnection> };
type Step = readonly [StepName, () => Promise<Finding>];

type Trial = {
  readonly settings: ConnectionSettings;
  readonly connection: Connection;
  readonly resolve: Resolve | undefined;
  /** Epoch milliseconds. */
  readonly deadline: number;
};

/** Takes the steps in their order until one fails. Throws `ForbiddenAddress` when the name leads astray. */
export const trySteps = async (trial: Trial): Promise<CheckedConnection> => {
  const steps: CheckedConnection['steps'] = [];
  let figures: Partial<CheckedConnection> = {};
  for (const [name, take] of stepsOf(trial)) {
    try {
      const { detail, hint, figures: more } = await within(trial.deadline, take());
      steps.push({ name, ok: true, detail, ...(hint === undefined ? {} : { hint }) });
      figures = { ...figures, ...more };
    } catch (error) {
      if (error instanceof ForbiddenAddress) throw error;
      const fault = networkFault(error);
      steps.push({ name, ok: false, detail: fault.message, hint: hintFor(name, fault, trial.settings.kind) });
      break;
    }
  }
  return { ok: steps.every(({ ok }) => ok), steps, ...figures };
};

const stepsOf = (trial: Trial): readonly Step[] => {
  const gate = gateOf(trial, trial.connection.credentials);
  const applications = once(() => gate.read({ path: '/applications' }));
  return [
    ['address', () => tryAddress(trial)],
    ['connection', () => tryConnection(gateOf(trial, noAuth))],
    ['authentication', () => tryAuthentication(trial, gate, applications)],
    ['catalog', async () => tryCatalog(gate, await applications())],
  ];
};

/** One attempt a call: who asks wants to see what happens. */
const gateOf = ({ connection: { url, http }, deadline }: Trial, credentials: Connection['credentials']): Gate =>
  createGate({
    gateUrl: url,
    credentials,
    http,
    limits: {
      callMs: Math.max(1, deadline - Date.now()),
      budgetMs: 0,
      attempts: 1,
      pauseMs: 0,
      maxBytes: 8 * 1024 * 1024,
    },
    now: Date.now,
    sleep: () => pause(0),
    random: () => 0,
  });

const tryAddress = async ({ settings, resolve = resolveByDns }: Trial): Promise<Finding> => {
  const url = new URL(settings.url);
  const host = hostOf(url);
  if (isIP(host) !== 0) return { detail: 'An IP address that may be called' };
  const rules = { allowLoopback: settings.allowLoopback, onlyLoopback: url.protocol === 'http:' };
  const { length } = await resolveGuarded(host, rules, resolve);
  return { detail: `The name leads to ${length === 1 ? 'an address' : `${length} addresses`} that may be called` };
};

/** The health of Gate is open to everybody: no credentials are shown before the connection is known to be good. */
const tryConnection = async (gate: Gate): Promise<Finding> => {
  const begun = performance.now();
  const { said, date } = await gate.send({ method: 'GET', path: '/health' }).then(understood, reached);
  const latencyMs = Math.round(performance.now() - begun);
  const hint = clockHint(date, Date.now());
  return {
    detail: said,
    ...(hint === undefined ? {} : { hint }),
    figures: { latencyMs },
  };
};

type GateAnswer = Awaited<ReturnType<Gate['send']>>;
type Said = { readonly said: string; readonly date?: GateAnswer['date'] };

const understood = ({ status, date }: GateAnswer): Said => ({
  said:
    status === 200 ? 'The engine answers and is well' : `Something answers; /health, which need not be, says ${status}`,
  date,
});

/**
 * A login page, a refusal or an error is an answer, too: what it means is seen by the next steps. Faults of the network
 * have a cause.
 */
const reached = (error: unknown): Said => {
  const isAnswer =
    error instanceof EngineFault &&
    (error.kind === 'UNAUTHORIZED' || (error.cause === undefined && error.kind !== 'MISCONFIGURED'));
  if (!isAnswer) throw error;
  return { said: `Something answers; /health, which need not be, says: ${error.message}` };
};

const tryAuthentication = async (
  { settings: { kind }, connection }: Trial,
  gate: Gate,
  applications: () => Promise<unknown>,
): Promise<Finding> => {
  await connection.credentials.headers();
  await applications().catch(unlessRefused);
  const user = await seenAs(gate);
  if (kind === 'none') return { detail: 'The engine asks for no credentials' };
  if (user === undefined) return { detail: WELCOME[kind] };
  return {
    detail: `${WELCOME[kind]}, as ${user}`,
    ...(user === 'anonymous' ? { hint: 'The engine lets everybody in: restrict who can reach it.' } : {}),
  };
};

const WELCOME: Readonly<Record<AuthKind, string>> = {
  none: 'No credentials are asked for',
  bearer: 'The token is accepted',
  'api-token': 'The API token is accepted',
  basic: 'User and password are accepted',
  oauth: 'The token endpoint gives tokens, and they are accepted',
  mtls: 'The client certificate is accepted',
};

const unlessRefused = (error: unknown): void => {
  if (error instanceof EngineFault && error.kind === 'UNAUTHORIZED') throw error;
};

/** Whom Gate takes DXCP for, where it tells. */
const seenAs = async (gate: Gate): Promise<string | undefined> => {
  const user = await gate.readIfPresent({ path: '/auth/user' }).catch(() => undefined);
  return text(at(user, 'username'))?.slice(0, 128);
};

/** What recipes may name, and whether executions can be read: without that, nothing is known of any deployment. */
const tryCatalog = async (gate: Gate, answer: unknown): Promise<Finding> => {
  const finding = catalogFinding(answer);
  try {
    await askForNothing(gate);
  } catch (error) {
    const { kind, message, ambiguous } = networkFault(error);
    throw new EngineFault(kind, `${finding.detail}, but executions cannot be read. ${message}`, { ambiguous });
  }
  return { ...finding, detail: `${finding.detail}, and executions can be read` };
};

const catalogFinding = (answer: unknown): Finding => {
  if (!Array.isArray(answer)) {
    throw new EngineFault('MISCONFIGURED', 'The engine answered with something that is no list of applications.', {
      ambiguous: false,
    });
  }
  const count = new Set(list(answer).flatMap((item) => text(at(item, 'name')) ?? [])).size;
  return {
    detail: count === 1 ? '1 application can be seen' : `${count} applications can be seen`,
    figures: { applications: count },
    ...(count === 0 ? { hint: "Let the engine's user read the applications that recipes name." } : {}),
  };
};

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

const within = async <T>(deadline: number, work: Promise<T>): Promise<T> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new EngineFault('TIMEOUT', 'There was no answer in time.', { ambiguous: false })),
    Math.max(1, deadline - Date.now()),
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
