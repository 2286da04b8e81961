import * as z from 'zod';
import { resourcesOf, synthesize } from '../../test/stacks/templates.ts';
import { prices } from './cost/prices.ts';
import { beyondIdle, dollarsOf, during, priceOf, stretched, titles, type Usage, usage, used } from './cost/usage.ts';
import { inOwnProcess } from './own-process.ts';
import type { Section, Table } from './section.ts';
import { followed } from './transitions.ts';

const MONTH_SECONDS = 30 * 86_400;
const MINUTES_A_MONTH = MONTH_SECONDS / 60;
const TEN_MINUTES = 600;
const THOUSAND = 1000;

const money = (dollars: number): string => `$ ${dollars.toFixed(dollars < 0.1 ? 4 : 2)}`;

/** What the stacks create, of what costs something by being there, and the memory of each function. */
const deployed = () => {
  const templates = synthesize();
  const functions = resourcesOf(templates, 'AWS::Lambda::Function').map(({ properties }) => properties);
  const memoryOf = Object.fromEntries(
    functions.map(({ FunctionName, MemorySize }) => [String(FunctionName), Number(MemorySize)]),
  );
  const alarms = resourcesOf(templates, 'AWS::CloudWatch::Alarm').length;
  const keys = resourcesOf(templates, 'AWS::KMS::Key').length;
  return { memoryOf, alarms, keys };
};

const deploymentTable = (measured: Usage, whole: Usage, transitions: number): Table => {
  const dollars = dollarsOf(whole) + transitions * prices.transition;
  return {
    head: [
      'one deployment, a person looking on',
      `measured, ${Math.round(measured.seconds)} s`,
      'ten minutes',
      'a thousand of ten minutes',
    ],
    rows: [
      ...used.map((name) => [titles[name], measured[name], whole[name], money(whole[name] * priceOf[name] * THOUSAND)]),
      ['Step Functions transitions', '', transitions, money(transitions * prices.transition * THOUSAND)],
      ['in all', '', '', money(dollars * THOUSAND)],
    ],
  };
};

const idleTable = (idle: Usage, alarms: number): Table => {
  const month = during(idle, MONTH_SECONDS);
  const standing = MINUTES_A_MONTH * prices.scheduled + alarms * prices.alarm + ENGINE_METRICS * prices.customMetric;
  return {
    head: ['a month in which nothing happens', 'a minute', 'a month', 'dollars'],
    rows: [
      ...used
        .filter((name) => month[name] > 0 && name !== 'storedBytes')
        .map((name) => [
          titles[name],
          (idle[name] / idle.seconds) * 60,
          Math.round(month[name]),
          money(month[name] * priceOf[name]),
        ]),
      ['schedule', 1, MINUTES_A_MONTH, money(MINUTES_A_MONTH * prices.scheduled)],
      ['alarms', '', alarms, money(alarms * prices.alarm)],
      ['metrics of the engine', '', ENGINE_METRICS, money(ENGINE_METRICS * prices.customMetric)],
      ['in all', '', '', money(dollarsOf({ ...month, storedBytes: 0 }) + standing)],
    ],
  };
};

/** The most that the functions write: each is paid by the hour in which it is written. */
const ENGINE_METRICS = 4;

export const cost: Section = {
  name: 'cost',
  title: 'What it costs in AWS',
  measure: async ({ quick, say }) => {
    const { memoryOf, alarms, keys } = deployed();
    if (keys > 0) throw new Error('The stacks create keys by now: give them a price');
    say('a plane that idles, then deployments of some seconds and of a minute');
    const measured = await inOwnProcess(z.object({ idle: usage, deployments: z.array(usage) }), {
      program: new URL('./cost/measure.ts', import.meta.url),
      input: {
        idleSeconds: quick ? 65 : 180,
        scenarios: quick ? ['success'] : ['success', 'slow'],
        memoryOf,
      },
    });
    say('the transitions of a deployment of ten minutes');
    const { transitions } = await followed({ schedule: true, asked: true });
    const [short, long = short] = measured.deployments.map((each) => beyondIdle(each, measured.idle));
    if (!short || !long) throw new Error('No deployment was measured');
    const whole = long === short ? short : stretched(short, long, TEN_MINUTES);
    return {
      method: `A whole plane in one process and in the time of the world, its engine simulated beside it; what every function asks of AWS is counted, and how long it runs on this machine, at the memory the stacks give it. What an idle plane uses in the same time is left out of a deployment. Ten minutes are a minute stretched by the difference between some seconds and that minute${quick ? ' (here: some seconds)' : ''}. Transitions are those of ten minutes in virtual time. List prices of us-east-1, ${prices.date}, without free tiers, to be checked before use; traffic to the internet, the site's delivery and the identity provider are not part of it.`,
      tables: [deploymentTable(long, whole, transitions), idleTable(measured.idle, alarms)],
    };
  },
};
