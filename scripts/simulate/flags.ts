import { parseArgs } from 'node:util';

export const HELP = `npm run simulate -- [flags]      plays many worlds, each from a seed, and holds every write to the invariants

  --seed N        the first seed (default 1)
  --runs N        how many (default 400)
  --steps N       decisions in each (default 250)
  --table KIND    lean, embedded, or mixed: every tenth on the embedded database (default mixed)
  --minutes N     begins no further run after so long (default: no limit)
  --workers N     processes (default 2)
  --keep-going    reports all failures in place of shrinking the first
  --replay FILE   plays the history that a failure has left behind
  --quiet         no coverage report
`;

export type Flags = {
  readonly seed: number;
  readonly runs: number;
  readonly steps: number;
  readonly table: 'lean' | 'embedded' | 'mixed';
  readonly minutes: number;
  readonly workers: number;
  readonly keepGoing: boolean;
  readonly replay: string | undefined;
  readonly quiet: boolean;
  readonly help: boolean;
};

export const readFlags = (args: readonly string[]): Flags => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      runs: { type: 'string', default: '400' },
      steps: { type: 'string', default: '250' },
      table: { type: 'string', default: 'mixed' },
      minutes: { type: 'string', default: '1000000' },
      workers: { type: 'string', default: '2' },
      'keep-going': { type: 'boolean', default: false },
      replay: { type: 'string' },
      quiet: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { table } = values;
  if (table !== 'lean' && table !== 'embedded' && table !== 'mixed') throw new Error(`There is no table ${table}`);
  return {
    seed: numberOf(values.seed, '--seed'),
    runs: numberOf(values.runs, '--runs'),
    steps: numberOf(values.steps, '--steps'),
    table,
    minutes: Number(values.minutes),
    workers: numberOf(values.workers, '--workers'),
    keepGoing: values['keep-going'],
    replay: values.replay,
    quiet: values.quiet,
    help: values.help,
  };
};

const numberOf = (text: string, flag: string): number => {
  if (!/^\d+$/.test(text)) throw new Error(`${flag} takes a whole number, not ${text}`);
  return Number(text);
};
