import { expect, test } from '@playwright/test';
import { breachesOf, readBudgets } from '../../ui/budget.ts';

test('The pages that were built weigh no more than they may', () => {
  const budgets = readBudgets();
  expect(budgets.length).toBeGreaterThan(8);
  expect(budgets.filter(({ files }) => files.length === 0)).toEqual([]);
  expect(breachesOf(budgets)).toEqual([]);
});
