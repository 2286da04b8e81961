import { setTimeout as wait } from 'node:timers/promises';
import type { Chance } from './chance.ts';
import {
  type Complaints,
  compare,
  compareProcesses,
  compareServices,
  findOut,
  sayAgain,
  settle,
  verifyData,
} from './judge.ts';
import { type Clients, createLedger, type Ledger, signIn } from './ledger.ts';
import { putLoad } from './load.ts';
import { type PlaneProcess, type PlaneProcessOptions, startPlaneProcess, urlOf } from './plane-process.ts';

export type RoundOptions = PlaneProcessOptions & { readonly chance: Chance };

export type Round = { readonly told: string; readonly complaints: Complaints };

export type Rounds = {
  /** Load, a kill, a start on the same data, and a look at everything. */
  readonly play: (round: number) => Promise<Round>;
  readonly kill: () => Promise<void>;
  /** Stops the plane in order, and says what is left over. */
  readonly end: () => Promise<Complaints>;
};

const PEOPLE = 8;
const PAUSE_MS = 20;
/** The kill comes that soon after so many acknowledgements, or when there are none for a while. */
const ACKNOWLEDGED = [0, 25] as const;
const SOON_MS = 60;
const LOAD_MAX_MS = 2500;
/** A start takes a second or two; the second kill falls anywhere into it. */
const START_MS = [50, 2000] as const;
/** How many of all earlier answers are asked for again in a round, beside the round's own. */
const AGAIN = 25;

export async function openRounds({ chance, ...options }: RoundOptions): Promise<Rounds> {
  const ledger = createLedger();
  const url = urlOf(options);
  let plane: PlaneProcess = startPlaneProcess(options);
  await plane.ready;

  const loadUntilKilled = async (): Promise<number> => {
    const clients = await signIn(url);
    const sample = await clients.ci.builds.get({ params: { service: 'demo-service', version: '1.0.0' } });
    const ending = new AbortController();
    const using = putLoad({
      clients,
      ledger,
      chance,
      people: PEOPLE,
      pauseMs: PAUSE_MS,
      sample,
      signal: ending.signal,
    });
    const begun = performance.now();
    const enough = ledger.acknowledged.length + Math.floor(chance.between(...ACKNOWLEDGED));
    while (ledger.acknowledged.length < enough && performance.now() - begun < LOAD_MAX_MS) await wait(2);
    await wait(chance.between(0, SOON_MS));
    const moment = performance.now() - begun;
    await plane.kill();
    ending.abort();
    await using;
    return moment;
  };
  /** Some starts are cut off too, and the next one has to cope with that. */
  const startAgain = async (round: number): Promise<string> => {
    const moment = round % 3 === 0 ? chance.between(...START_MS) : undefined;
    plane = startPlaneProcess(options);
    if (moment !== undefined) {
      await Promise.race([wait(moment), plane.ready]);
      await plane.kill();
      plane = startPlaneProcess(options);
    }
    await plane.ready;
    return moment === undefined ? '' : ` and ${Math.round(moment)} ms into the next start`;
  };

  return {
    async play(round) {
      const before = ledger.acknowledged.length;
      const moment = await loadUntilKilled();
      const left = await compareProcesses(options.data, undefined);
      const [own, open] = [ledger.acknowledged.slice(before), ledger.unanswered.length];
      const during = await startAgain(round);
      const earlier = Array.from({ length: AGAIN }, () => chance.oneOf(ledger.acknowledged.slice(0, before)));
      const again = new Set([...own, ...earlier.filter((one) => one !== undefined)]);
      const complaints = [...left, ...(await lookAtAll({ url, ledger, data: options.data, again }))];
      const killed = `killed after ${Math.round(moment)} ms${during}`;
      const told = `${killed}: ${own.length} acknowledged, ${open} without an answer; ${ledger.acknowledged.length} in all`;
      return { told, complaints: [...complaints, ...(await compareProcesses(options.data, plane.pid))] };
    },
    kill: () => plane.kill(),
    async end() {
      const code = await plane.stop();
      const left = await compareProcesses(options.data, undefined);
      return code === 0 ? left : [`the plane ended with ${code}:\n${plane.said()}`, ...left];
    },
  };
}

async function lookAtAll(parts: {
  readonly url: string;
  readonly ledger: Ledger;
  readonly data: string;
  readonly again: Iterable<Ledger['acknowledged'][number]>;
}): Promise<Complaints> {
  const { ledger, data } = parts;
  const clients: Clients = await signIn(parts.url);
  const said = [...(await sayAgain(clients, [...parts.again])), ...(await findOut(clients, ledger))];
  const settled = await settle(clients.admin);
  // What nobody had answered has an answer now, and the same one for ever.
  const steady = await sayAgain(clients, ledger.acknowledged.slice(-10));
  const found = await Promise.all([compare(clients, ledger, data), compareServices(clients), verifyData(data)]);
  return [...said, ...settled, ...steady, ...found.flat()];
}
