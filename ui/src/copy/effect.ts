import { many } from '../copy.ts';

/** The words of what a change would do. */
export const effectWords = {
  effects: 'Who gains or loses what',
  changes: { gains: 'gains', loses: 'loses', changes: 'changes' },
  lately: (count: number) => `${many(count, 'deployment')} lately`,
  registered: (count: number) => `${many(count, 'build')} in 30 days`,
  more: (count: number) => `and ${count.toLocaleString('en')} more`,
  past: 'Against the last 30 days',
  noPast: 'Nothing was admitted in the last 30 days that this could have refused.',
  refusedOf: (refused: number, looked: number, capped: boolean) =>
    `${refused.toLocaleString('en')} of ${capped ? 'the newest ' : ''}${many(looked, 'admission')} would have been refused.`,
  to: 'to',
  barred: 'This would be refused: see why above',
} as const;
