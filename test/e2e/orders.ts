import type { Page } from '@playwright/test';
import { expect } from './person.ts';

type Play = { readonly scenario: string; readonly service: string; readonly version: string };

/** Makes the engine play scenarios for the orders of a version, and everything else as it does by itself. */
export const play = async (page: Page, ...plays: readonly Play[]): Promise<void> => {
  const answer = await page.request.put('/.local/engine/scenarios', { data: plays });
  expect(answer.ok()).toBe(true);
};

type Order = { readonly service: string; readonly version: string; readonly environment: string };

/** Submits on the deploy page, and waits for the page of the deployment. */
export const submit = async (page: Page, { service, version, environment }: Order): Promise<void> => {
  await page.goto(`/services/${service}/deploy?env=${environment.toLowerCase()}&version=${version}`);
  await page.getByRole('textbox', { name: 'Change summary' }).fill(`Try ${version}`);
  await expect(page.getByRole('heading', { name: 'Ready to deploy' })).toBeVisible();
  await page.getByRole('button', { name: new RegExp(`^(Deploy|Redeploy) ${version} to ${environment}$`) }).click();
  await expect(page).toHaveURL(/\/deployments\/[0-9A-Z]{26}$/);
};

/** The same, and waits until it has ended as it should. */
export const finish = async (page: Page, { end, ...order }: Order & { readonly end: string }): Promise<void> => {
  await submit(page, order);
  await expect(page.getByRole('heading', { level: 1, name: new RegExp(`${order.version}.*${end}`) })).toBeVisible();
};
