import { setTimeout as wait } from 'node:timers/promises';
import type { Chance } from './chance.ts';
import { inspect } from './inspector.ts';
import { type Complaints, compare, compareProcesses, compareServices, settle, verifyData } from './judge.ts';
import { createLedger, signIn } from './ledger.ts';
import { putLoad } from './load.ts';
import { type PlaneProcess, type PlaneProcessOptions, startPlaneProcess, urlOf } from './plane-process.ts';
import { handlesOf, processesOn, residentMiB } from './processes.ts';
import { median, slopePerMinute } from './trend.ts';

export type Sample = {
  readonly seconds: number;
  /** After everything was collected that can be. */
  readonly heapMiB: number;
  readonly residentMiB: number;
  readonly files: number;
  readonly sockets: number;
  readonly processes: number;
  readonly cpuSeconds: number;
  readonly acknowledged: number;
};

export type SoakOptions = PlaneProcessOptions & {
  readonly chance: Chance;
  readonly minutes: number;
  readonly onSample: (sample: Sample) => void;
};

const PEOPLE = 4;
const PAUSE_MS = 400;
const SAMPLE_EVERY_MS = 5000;
/** The part of the time in which caches fill and code is compiled. */
const WARM_UP = 0.3;

/** Steady use of one plane; afterwards everything is compared and verified, and the plane stops in order. */
export async function soak(options: SoakOptions): Promise<{ samples: readonly Sample[]; complaints: Complaints }> {
  const plane = startPlaneProcess({ ...options, nodeFlags: ['--inspect=127.0.0.1:0'] });
  await plane.ready;
  try {
    return await watch(plane, options);
  } finally {
    await plane.stop();
  }
}

async function watch(plane: PlaneProcess, { data, chance, minutes, onSample, ...options }: SoakOptions) {
  const ledger = createLedger();
  const clients = await signIn(urlOf(options));
  const sample = await clients.ci.builds.get({ params: { service: 'demo-service', version: '1.0.0' } });
  const inspector = await inspect(plane);
  const ending = new AbortController();
  const using = putLoad({ clients, ledger, chance, people: PEOPLE, pauseMs: PAUSE_MS, sample, signal: ending.signal });
  const begun = performance.now();
  const samples: Sample[] = [];
  for (let seconds = 0; seconds < minutes * 60; ) {
    await wait(SAMPLE_EVERY_MS);
    seconds = (performance.now() - begun) / 1000;
    const one = {
      seconds,
      ...(await inspector.measure()),
      residentMiB: residentMiB(plane.pid),
      ...handlesOf(plane.pid),
      processes: processesOn(data).length,
      acknowledged: ledger.acknowledged.length,
    };
    samples.push(one);
    onSample(one);
  }
  ending.abort();
  await using;
  const unanswered = ledger.unanswered.map(({ does, key }) => `${does} with ${key} was not answered`);
  const settled = await settle(clients.admin);
  const found = await Promise.all([compare(clients, ledger, data), compareServices(clients), verifyData(data)]);
  const left = await compareProcesses(data, plane.pid);
  inspector.close();
  return { samples, complaints: [...unanswered, ...settled, ...found.flat(), ...left] };
}

export type Trend = {
  readonly what: string;
  /** Per minute for memory; otherwise how much more there is at the end than after the warm-up. */
  readonly found: number;
  readonly atMost: number;
};

/**
 * What a leak would show. A plane remembers what it did (executions, their names), so that memory may grow a little
 * with every deployment; what grows with requests or with time would grow faster.
 */
export function trendsOf(samples: readonly Sample[]): readonly Trend[] {
  const warm = samples.filter(({ seconds }) => seconds > WARM_UP * (samples.at(-1)?.seconds ?? 0));
  const third = Math.ceil(warm.length / 3);
  const slope = (of: (sample: Sample) => number) =>
    slopePerMinute(warm.map((sample) => ({ seconds: sample.seconds, value: of(sample) })));
  const rise = (of: (sample: Sample) => number) =>
    median(warm.slice(-third).map(of)) - median(warm.slice(0, third).map(of));
  return [
    { what: 'heap after collection, MiB a minute', found: slope(({ heapMiB }) => heapMiB), atMost: 2 },
    { what: 'resident memory, MiB a minute', found: slope((sample) => sample.residentMiB), atMost: 10 },
    { what: 'open files', found: rise(({ files }) => files), atMost: 10 },
    { what: 'sockets', found: rise(({ sockets }) => sockets), atMost: 20 },
    { what: 'processes', found: rise(({ processes }) => processes), atMost: 4 },
  ];
}
