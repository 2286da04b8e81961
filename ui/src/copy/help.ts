import { commandKey } from '../kit/platform.ts';

/** The words of the list of keys. */
export const helpWords = {
  refresh: 'Refresh pages with nothing in flight',
  refreshHint: 'Pages that show something moving follow it by themselves',
  every: (minutes: number) =>
    minutes === 60 ? 'Every hour' : minutes === 1 ? 'Every minute' : `Every ${minutes} minutes`,
  reference: 'API reference',
  title: 'Keyboard shortcuts',
  rows: [
    [`${commandKey} K`, 'Search and do'],
    ['g s', 'Go to services'],
    ['g d', 'Go to deployments'],
    ['j / k', 'Next and previous row of a list'],
    ['Enter', 'Open the row'],
    ['/', 'Filter this page'],
    ['d', 'Deploy, on a service'],
    ['r', 'Roll back, on a deployment'],
    ['?', 'This list'],
    ['Esc', 'Close'],
  ] as const,
} as const;
