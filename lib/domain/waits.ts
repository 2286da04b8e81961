import type { Wait } from '../contract/wait.ts';
import { lostAnswer } from './hand-over.ts';
import type { DeploymentRecord } from './records.ts';
import { isTerminal } from './states.ts';
import { awaitsApproval, PAUSED, readWarning } from './step-words.ts';

/** Whom the engine waits for, as of the newest look at it. */
export type EngineWait = { readonly on: 'APPROVAL' | 'PAUSE'; readonly step?: string; readonly since: string };

type Warned = {
  readonly warnings: readonly string[];
  /** When the step began, or `at` where the engine does not tell. */
  readonly stepBegan: (label: string) => string;
  readonly at: string;
};

/** The waits among what the engine warns of now. One that goes on has lasted since it was first seen. */
export const engineWaitsIn = (
  known: readonly EngineWait[] | undefined,
  { warnings, stepBegan, at }: Warned,
): EngineWait[] =>
  warnings.flatMap((warning) => {
    const read = readWarning(warning);
    if (read === undefined || read.kind === 'PASSED_OVER') return [];
    const step = read.kind === 'APPROVAL' ? read.step : undefined;
    const before = known?.find((one) => one.step === step);
    if (before) return [before];
    const since = step === undefined ? at : stepBegan(step);
    return [{ on: read.kind, since, ...(step === undefined ? {} : { step }) }];
  });

/** What a deployment waits for; `undefined` when it has ended or simply goes on. */
export const waitOf = (record: DeploymentRecord): Wait | undefined => {
  if (isTerminal(record.state)) return undefined;
  if (record.state === 'PENDING') return beforeTaken(record);
  const held = record.engineWaits?.at(-1);
  if (held) return { ...held, label: held.step === undefined ? PAUSED : awaitsApproval(held.step) };
  return record.state === 'ACTIVE' ? { on: 'ENGINE_START', label: ENGINE_START, since: askedAt(record) } : undefined;
};

const TURN = 'Waits for the deployment that it replaces to end';
const HAND_OVER = 'Waits to be handed over to the engine';
const ENGINE_START = 'Waits in the engine to begin';
const UNCONFIRMED = {
  label: 'The engine has not confirmed the order',
  detail: 'It is looked for there, and handed over again only when nothing of it can turn up: within two minutes.',
} as const;

const askedAt = ({ handOver, createdAt }: DeploymentRecord): string => handOver.lastRequestAt ?? createdAt;

const beforeTaken = (record: DeploymentRecord): Wait => {
  const { handOver, waitsFor, turnAt, createdAt } = record;
  if (handOver.leases === 0 && waitsFor !== undefined && turnAt === undefined) {
    return { on: 'TURN', label: TURN, since: createdAt };
  }
  if (handOver.leases === 0 || handOver.unsent) {
    return { on: 'HAND_OVER', label: HAND_OVER, since: turnAt ?? createdAt };
  }
  const { summary, detail } = lostAnswer(record);
  const words = record.warnings?.includes(summary) ? { label: summary, detail } : UNCONFIRMED;
  return { on: 'CONFIRMATION', ...words, since: askedAt(record) };
};
