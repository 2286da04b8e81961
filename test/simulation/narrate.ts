import type { Deed, Step } from './steps.ts';

/** A step in words, with what came of it. */
export const narrate = (step: Step, seen: readonly string[]): string => {
  const came = seen.filter((line) => !line.startsWith('deed ·')).join(', ');
  return `${words(step)}${came === '' ? '' : `\n        ${came}`}`;
};

const words = (step: Step): string => {
  switch (step.do) {
    case 'set out':
      return `#${step.who} ${deed(step.what)}${step.skewMs === 0 ? '' : ` (clock off by ${step.skewMs} ms)`}`;
    case 'go on':
      return `#${step.who} goes on${step.how === 'ok' ? '' : `: ${step.how}`}${step.more > 0 ? `, then ${step.more} more` : ''}`;
    case 'wait':
      return `${step.seconds} s pass`;
    case 'engine':
      return `the engine ${step.what}`;
    case 'machines end':
      return 'all machines are given up';
    case 'lag':
      return `indexes lag by ${step.ms} ms`;
  }
};

const deed = (what: Deed): string => {
  const { kind, ...rest } = what;
  const about = Object.entries(rest).map(([name, value]) =>
    name === 'of' ? `#${String(value)}` : typeof value === 'object' ? JSON.stringify(value) : String(value),
  );
  return `sets out: ${kind} ${about.join(' ')}`.trimEnd();
};
