import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openContractTarget } from './contract-target.ts';
import { callOrca, isOver, type Orca, openJudgment, type RawExecution } from './orca.ts';
import { startEngine } from './running-engine.ts';

/** Writes what the real engine says of executions of every kind, one file each: `node scripts/spinnaker/record.ts`. */

const FOLDER = join(import.meta.dirname, '../../test/adapters/spinnaker/fixtures/recorded');

/** Definitions that come to their end by themselves. */
const ENDING = [
  'precondition-fails',
  'expression-fails',
  'stage-timeout',
  'webhook-refused',
  'webhook-unreachable',
  'webhook-ends-badly',
  'warnings',
  'stopped',
  'unknown-stage',
  'nothing-began',
  'branches',
  'service-fails',
];

let orders = 0;
let targetUrl = '';
let engineUrl = '';

async function record(orca: Orca): Promise<void> {
  for (const definition of ENDING) keep(definition, await orca.until(await started(orca, definition), isOver));
  await recordSuccess(orca);
  await recordJudgments(orca);
  await recordWaiting(orca);
  await recordInterventions(orca);
  await recordOthers(orca);
}

async function recordSuccess(orca: Orca): Promise<void> {
  const id = await started(orca, 'success');
  const isUnderWay = ({ stages }: RawExecution) =>
    stages.some(({ type, status }) => type === 'wait' && status === 'RUNNING');
  keep('running', await orca.until(id, isUnderWay));
  keep('success', await orca.until(id, isOver));
  await orca.cancel(id, 'Too late');
  keep('success-then-canceled', await orca.read(id));
}

async function recordJudgments(orca: Orca): Promise<void> {
  const id = await started(orca, 'judgment-refused');
  const waiting = await orca.until(id, (execution) => openJudgment(execution) !== undefined);
  keep('judgment-waiting', waiting);
  await orca.judge(id, openJudgment(waiting)?.id ?? '', 'stop', 'Not inside the release window');
  keep('judgment-refused', await orca.until(id, isOver));
}

/** Orders behind one that already runs; two at the same moment would both run. */
async function recordWaiting(orca: Orca): Promise<void> {
  const isRunning = ({ status }: RawExecution) => status === 'RUNNING';
  await orca.until(await started(orca, 'queued'), isRunning);
  keep('queued', await orca.read(await started(orca, 'queued')));

  await orca.until(await started(orca, 'superseded'), isRunning);
  const dropped = await started(orca, 'superseded');
  // Which of two waiting orders is the newer one is settled when the engine queues them, not when it takes them.
  await pause(1000);
  await started(orca, 'superseded');
  keep('superseded', await orca.until(dropped, isOver));
}

async function recordInterventions(orca: Orca): Promise<void> {
  const isRunning = ({ stages }: RawExecution) =>
    stages.some(({ type, status }) => type === 'wait' && status === 'RUNNING');
  const hanging = await started(orca, 'hang');
  await orca.until(hanging, isRunning);
  await orca.cancel(hanging, 'Stopped for maintenance');
  keep('canceling', await orca.read(hanging));
  keep('canceled', await orca.until(hanging, isOver));

  const paused = await started(orca, 'hang');
  await orca.until(paused, isRunning);
  await orca.pause(paused);
  keep('paused', await orca.until(paused, ({ status }) => status === 'PAUSED'));

  const late = await orca.until(await started(orca, 'stage-timeout'), isOver);
  await orca.restart(late.id, late.stages.find(({ type }) => type === 'wait')?.id ?? '');
  keep('restarted', await orca.until(late.id, isRunning));

  const eventId = 'event-startup';
  await orca.trigger('startup', { ...order('startup'), eventId });
  const [refused] = await orca.withEvent(eventId);
  if (refused) keep('refused-at-startup', refused);
}

/** What other systems do to an execution: a child that fails, a target that is busy. */
async function recordOthers(orca: Orca): Promise<void> {
  const parent = await orca.until(await started(orca, 'child-fails'), isOver);
  keep('child-fails', parent);
  const childId = parent.stages.find(({ type }) => type === 'pipeline')?.context.executionId;
  keep('child', await orca.read(String(childId)));

  const retried = await started(orca, 'webhook-retried');
  keep(
    'webhook-retried',
    await orca.until(retried, ({ stages }) => stages.some(({ context }) => 'webhook' in context)),
  );
  await orca.cancel(retried, 'Seen enough');
}

async function started(orca: Orca, definition: string): Promise<string> {
  const id = await orca.trigger(definition, order(definition));
  if (id === undefined) throw new Error(`${definition} was refused`);
  return id;
}

/** What DXCP's adapter sends. */
function order(definition: string): object {
  orders += 1;
  const deploymentId = `01JZ${String(orders).padStart(22, '0')}`;
  return {
    user: 'owner@example.com',
    correlationId: `dxcp:${deploymentId}`,
    eventId: `event-${deploymentId}`,
    notifications: [],
    parameters: {
      deploymentId,
      service: 'demo-service',
      environment: 'sandbox',
      version: '1.0.0',
      artifactRef: 's3://builds/demo-service/demo-service-1.0.0.zip',
      changeSummary: `For ${definition}`,
    },
  };
}

/** Nothing of this machine remains: its ports and the depth of stack traces. */
function keep(name: string, execution: RawExecution): void {
  const text = JSON.stringify(execution, (key, value: unknown) =>
    key === 'stackTrace' && typeof value === 'string' ? `${value.split('\n').slice(0, 2).join('\n')}\n\t…` : value,
  )
    .replaceAll(targetUrl, 'http://target.example')
    .replaceAll(engineUrl, 'http://engine.example');
  writeFileSync(join(FOLDER, `${name}.json`), `${text}\n`);
  console.log(`${name}: ${execution.status}`);
}

const target = await openContractTarget();
targetUrl = target.url;
const engine = await startEngine({ CONTRACT_TARGET: target.url });
engineUrl = engine.url;
try {
  mkdirSync(FOLDER, { recursive: true });
  await record(callOrca(engine.url));
  spawnSync('npx', ['biome', 'format', '--write', FOLDER], { stdio: 'inherit' });
} finally {
  await engine.stop();
  await target.close();
}
