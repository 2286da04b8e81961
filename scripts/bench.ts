import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { bundles } from './bench/bundles.ts';
import { contention } from './bench/contention.ts';
import { cost } from './bench/cost.ts';
import { engineCalls } from './bench/engine-calls.ts';
import { growth } from './bench/growth.ts';
import { preview } from './bench/preview.ts';
import { reconciliation } from './bench/reconciliation.ts';
import { placeSection, renderSection } from './bench/render.ts';
import { roundTrips } from './bench/round-trips.ts';
import { missesOf, type Section } from './bench/section.ts';
import { startUp } from './bench/start-up.ts';
import { statusLag } from './bench/status-lag.ts';
import { throughput } from './bench/throughput.ts';
import { transitions } from './bench/transitions.ts';

/** Measures what the design promises in figures: `npm run bench`, or `npm run bench -- NAME …` for some of it. */

const sections: readonly Section[] = [
  engineCalls,
  statusLag,
  transitions,
  reconciliation,
  roundTrips,
  cost,
  growth,
  throughput,
  contention,
  preview,
  bundles,
  startUp,
];

const names = sections.map(({ name }) => name);

const FILE = new URL('../docs/benchmarks.md', import.meta.url);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});

const read = (): string => {
  try {
    return readFileSync(FILE, 'utf8');
  } catch {
    return '';
  }
};

const measure = async (section: Section): Promise<number> => {
  console.log(`${section.title} …`);
  const started = performance.now();
  const measured = await section.measure({ quick: values.quick, say: (progress) => console.log(`  ${progress}`) });
  const seconds = Math.round((performance.now() - started) / 1000);
  const where = `_${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${availableParallelism()} cores, measured in ${seconds} s._`;
  const part = `${renderSection(section, measured)}\n\n${where}`;
  console.log(`\n${part}\n`);
  // A quick run shows that everything works; its figures are not worth keeping.
  if (!values.quick) writeFileSync(FILE, placeSection(read(), { name: section.name, part }, names));
  return missesOf(measured);
};

/** A section that cannot be measured does not keep the others from being measured. */
const attempt = async (section: Section): Promise<number> => {
  try {
    return await measure(section);
  } catch (error) {
    console.error(`\n${section.name} could not be measured:`, error);
    return 1;
  }
};

const unknown = positionals.filter((name) => !names.includes(name));
if (values.help || unknown.length > 0) {
  console.log(`npm run bench -- [--quick] [${names.join('] [')}]`);
  process.exitCode = unknown.length > 0 ? 2 : 0;
} else {
  let misses = 0;
  for (const section of sections) {
    if (positionals.length === 0 || positionals.includes(section.name)) misses += await attempt(section);
  }
  console.log(misses === 0 ? 'Every figure is within its bar.' : `${misses} figures are beyond their bars.`);
  process.exitCode = misses === 0 ? 0 : 1;
}
