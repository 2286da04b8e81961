import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { OutsideEngine } from '../../lib/local/plane/engine.ts';
import { DEFAULT_PORT } from '../../lib/local/plane/names.ts';
import { PlaneProblem } from '../../lib/local/plane/problem.ts';

export const HELP = `npm start -- [flags]      starts a DXCP plane on this machine

  --port N        the port people use (default ${DEFAULT_PORT})
  --data DIR      where its data live (default .dxcp)
  --fresh         deletes that data first
  --empty         no services, delivery groups and builds
  --speed N       its time runs N times as fast, 1 to 100 (default 1)
  --cors ORIGINS  origins that may call the API, comma-separated (default none)
  --no-ui         does not build the web UI
  --engine-url URL  uses the engine there in place of the simulator (docs/real-spinnaker.md); ENGINE_TOKEN is what it
                  asks for, DEPLOYER_TOKEN and DEPLOYER_PORT (default 8099) how its pipelines reach this plane's services
  --help          this text
`;

export type Flags = {
  readonly port: number;
  readonly dataDir: string;
  readonly fresh: boolean;
  readonly empty: boolean;
  readonly speed: number;
  readonly corsOrigins: readonly string[];
  readonly skipUi: boolean;
  readonly engine?: OutsideEngine;
  readonly help: boolean;
};

/** Throws PlaneProblem with what is wrong and the help. */
export function readFlags(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Flags {
  const values = parse(args);
  const engine = values['engine-url'] === undefined ? undefined : outsideEngine(values['engine-url'], env);
  if (engine && Number(values.speed ?? '1') !== 1) {
    throw new PlaneProblem("An engine outside runs in the world's time: leave --speed away.", HELP);
  }
  return {
    port: numberIn(values.port ?? String(DEFAULT_PORT), { flag: '--port', from: 0, to: 65_535, whole: true }),
    dataDir: resolve(values.data ?? '.dxcp'),
    fresh: values.fresh ?? false,
    empty: values.empty ?? false,
    speed: numberIn(values.speed ?? '1', { flag: '--speed', from: 1, to: 100, whole: false }),
    corsOrigins: (values.cors ?? '').split(',').filter((origin) => origin !== ''),
    skipUi: values['no-ui'] ?? false,
    ...(engine && { engine }),
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        fresh: { type: 'boolean' },
        empty: { type: 'boolean' },
        speed: { type: 'string' },
        cors: { type: 'string' },
        'no-ui': { type: 'boolean' },
        'engine-url': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new PlaneProblem(error instanceof Error ? error.message : String(error), HELP);
  }
}

function outsideEngine(url: string, env: NodeJS.ProcessEnv): OutsideEngine {
  if (!URL.canParse(url)) throw new PlaneProblem(`--engine-url takes an address, not ${url}.`, HELP);
  const { ENGINE_TOKEN, DEPLOYER_TOKEN, DEPLOYER_PORT = '8099' } = env;
  if (!DEPLOYER_TOKEN) {
    throw new PlaneProblem("DEPLOYER_TOKEN must hold what the engine's pipelines show the plane.", HELP);
  }
  const port = numberIn(DEPLOYER_PORT, { flag: 'DEPLOYER_PORT', from: 1, to: 65_535, whole: true });
  return { url, deployer: { port, token: DEPLOYER_TOKEN }, ...(ENGINE_TOKEN && { token: ENGINE_TOKEN }) };
}

type Range = { readonly flag: string; readonly from: number; readonly to: number; readonly whole: boolean };

function numberIn(text: string, { flag, from, to, whole }: Range): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= from && value <= to && (!whole || Number.isInteger(value))) return value;
  throw new PlaneProblem(`${flag} takes a number from ${from} to ${to}, not ${text}.`, HELP);
}
