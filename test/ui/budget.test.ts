import { describe, expect, it } from 'vitest';
import { type Budget, breachesOf } from '../../ui/budget.ts';

const KB = 1024;
const budgetOf = (...sizes: number[]): Budget => ({
  name: 'Route deploy',
  limit: 10 * KB,
  files: sizes.map((size, index) => ({ name: `assets/${index}.js`, size: size * KB })),
});

describe('a byte budget', () => {
  it.each([[[10]], [[4, 6]], [[]]])('is kept by %j of 10 KB', (sizes) => {
    expect(breachesOf([budgetOf(...sizes)])).toEqual([]);
  });

  it('that is overspent names the files, their sizes and the bar', () => {
    expect(breachesOf([budgetOf(2, 9), budgetOf(1)])).toEqual([
      'Route deploy: 11.0 KB, the bar is 10.0 KB (assets/1.js 9.0 KB, assets/0.js 2.0 KB)',
    ]);
  });
});
