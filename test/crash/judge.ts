import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Client } from '../../lib/contract/client.ts';
import type { Deployment } from '../../lib/contract/deployment.ts';
import { executionsOf } from './engine-view.ts';
import { type Acknowledged, admittedIn, ask, type Clients, type Ledger } from './ledger.ts';
import { processesOn } from './processes.ts';

/** A sentence for each thing that is not as it must be; none when all is well. */
export type Complaints = readonly string[];

const SETTLE_LIMIT_MS = 90_000;
const LOOK_EVERY_MS = 250;

export async function allDeployments(client: Client): Promise<readonly Deployment[]> {
  const found: Deployment[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.deployments.list({ query: { limit: 200, ...(cursor !== undefined && { cursor }) } });
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found;
}

/** Waits until nothing is in flight. */
export async function settle(client: Client): Promise<Complaints> {
  for (const limit = Date.now() + SETTLE_LIMIT_MS; ; await wait(LOOK_EVERY_MS)) {
    const inFlight = (await allDeployments(client)).filter(({ outcome }) => outcome === null);
    if (inFlight.length === 0) return [];
    if (Date.now() < limit) continue;
    return inFlight.map(({ id, state }) => `${id} is still ${state} after ${SETTLE_LIMIT_MS / 1000} s`);
  }
}

/** Says everything again that was acknowledged: each answer must be the one given before. */
export async function sayAgain(clients: Clients, acknowledged: readonly Acknowledged[]): Promise<Complaints> {
  const complaints: string[] = [];
  for (const { ask: wish, body } of acknowledged) {
    const again = await ask(clients, wish);
    if (again.kind === 'acknowledged' && isDeepStrictEqual(again.body, body)) continue;
    complaints.push(
      `${wish.does} with ${wish.key} was acknowledged, and is ${again.kind} when it is said again: ${JSON.stringify(again).slice(0, 400)}; before: ${JSON.stringify(body).slice(0, 300)}`,
    );
  }
  return complaints;
}

/** Says again what nobody answered: from now on it counts as acknowledged or as never done. */
export async function findOut(clients: Clients, ledger: Ledger): Promise<Complaints> {
  const complaints: string[] = [];
  for (const wish of ledger.unanswered.splice(0)) {
    const answer = await ask(clients, wish);
    if (answer.kind === 'unanswered')
      complaints.push(`${wish.does} with ${wish.key} stays without an answer: ${answer.words}`);
    if (answer.kind === 'refused') ledger.refused += 1;
    if (answer.kind === 'acknowledged') ledger.acknowledged.push({ ask: wish, body: answer.body });
  }
  return complaints;
}

/** What the plane lists is exactly what was acknowledged, and each is known to the engine once, with the same end. */
export async function compare(clients: Clients, ledger: Ledger, data: string): Promise<Complaints> {
  const [listed, executions] = await Promise.all([allDeployments(clients.admin), executionsOf(data)]);
  const admitted = admittedIn(ledger);
  const known = new Map(listed.map((deployment) => [deployment.id, deployment]));
  const started = Map.groupBy(executions, ({ deploymentId }) => deploymentId);
  return [
    ...[...admitted].filter((id) => !known.has(id)).map((id) => `${id} was acknowledged and is lost`),
    ...listed.filter(({ id }) => !admitted.has(id)).map(({ id }) => `${id} exists, and nobody asked for it`),
    ...[...started.keys()].filter((id) => !known.has(id)).map((id) => `the engine runs ${id}, which nobody knows`),
    ...listed.flatMap(({ id, outcome }) => {
      const mine = started.get(id) ?? [];
      if (mine.length > 1) return [`${id} was started ${mine.length} times: ${mine.map((one) => one.id).join(', ')}`];
      const succeeded = mine[0]?.status === 'SUCCEEDED';
      const claims = outcome === 'SUCCEEDED' || outcome === 'SUPERSEDED' || outcome === 'ROLLED_BACK';
      return outcome === null || claims === succeeded
        ? []
        : [`${id} is ${outcome}, and the engine says ${mine[0]?.status ?? 'nothing of it'}`];
    }),
    ...(await lostBuilds(clients, ledger)),
  ];
}

async function lostBuilds({ ci }: Clients, { acknowledged }: Ledger): Promise<Complaints> {
  const registered = acknowledged.flatMap(({ ask: wish }) => (wish.does === 'register' ? [wish.body] : []));
  const complaints: string[] = [];
  for (const { service, version } of registered) {
    const found = await ci.builds.get({ params: { service, version } }).catch(() => undefined);
    if (found === undefined) complaints.push(`the build ${service} ${version} was acknowledged and is lost`);
  }
  return complaints;
}

/** Where a service answers, it is the version that the record says is running. */
export async function compareServices({ admin }: Clients): Promise<Complaints> {
  const { items: places } = await admin.running.list({ query: { limit: 200 } });
  const complaints: string[] = [];
  for (const { service, environment, running, url = '' } of places) {
    if (running === null || running.uncertain) continue;
    const answer = await fetch(url).then(
      (response) => response.text(),
      (error) => String(error),
    );
    if (answer.includes(`"version":"${running.version}"`)) continue;
    complaints.push(`${service} ${running.version} runs in ${environment} by the record; ${url} says ${answer}`);
  }
  return complaints;
}

/** Services end with the plane that started them. */
export async function compareProcesses(data: string, plane: number | undefined): Promise<Complaints> {
  for (const limit = Date.now() + 10_000; ; await wait(LOOK_EVERY_MS)) {
    const strays = processesOn(data).filter(({ pid, parent }) => pid !== plane && parent !== plane);
    if (strays.length === 0) return [];
    if (Date.now() > limit) return strays.map(({ pid, command }) => `process ${pid} is left over: ${command}`);
  }
}

const VERIFY = join(import.meta.dirname, '..', '..', 'bin', 'dxcp.ts');

/** `dxcp verify` on the plane's data. */
export async function verifyData(data: string): Promise<Complaints> {
  const child = spawn(process.execPath, [VERIFY, 'verify', '--data', data, '--no-color'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (words += chunk));
  const [code]: unknown[] = await once(child, 'close');
  if (code === 0) return [];
  return [
    `dxcp verify ended with ${code}:\n${words
      .split('\n')
      .filter((line) => !line.startsWith('✓'))
      .join('\n')}`,
  ];
}
