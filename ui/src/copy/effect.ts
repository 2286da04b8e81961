import { many } from '../copy.ts';

/** The words of what a change would do. */
export const effectWords = {
  effects: 'Who gains or loses what',
  changes: { gains: 'gains', loses: 'loses', changes: 'changes' },
  lately: (count: number) => `${many(count, 'deployment')} lately`,
  more: (count: number) => `and ${count.toLocaleString('en')} more`,
  past: 'Against the last 30 days',
  noPast: 'Nothing was admitted in the last 30 days that this could have refused.',
  refusedOf: (refused: number, looked: number, capped: boolean) => {
    const all = `${capped ? 'the newest ' : ''}${many(looked, 'admission')}`;
    return refused === 0
      ? `None of ${all} would have been refused.`
      : `${refused.toLocaleString('en')} of ${all} would have been refused.`;
  },
  to: 'to',
  barred: 'This would be refused: see why above',
} as const;
