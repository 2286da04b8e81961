import type { Locator, Page } from '@playwright/test';
import { expect } from './person.ts';

/** The controls of the deploy page. */
export const deployForm = (page: Page) => ({
  version: page.getByRole('combobox', { name: 'Version' }),
  summary: page.getByRole('textbox', { name: 'Change summary' }),
  preview: page.getByRole('region', { name: 'Preview' }),
  /** Named by what it does: Deploy, Redeploy or Try again. */
  submit: page.locator('form').getByRole('button', { name: /^(Deploy|Redeploy|Try again)\b/ }),
});

/** The plane's answer to what the form says now. */
export const isReady = (page: Page): Promise<void> =>
  expect(deployForm(page).preview.getByRole('heading', { name: 'Ready to deploy' })).toBeVisible();

/** Why a button cannot be pressed, as it is told to everybody. */
export const isRefusedFor = async (button: Locator, reason: RegExp | string): Promise<void> => {
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await expect(button).toHaveAccessibleDescription(reason);
};

type Wanted = { readonly version: string; readonly environment: string; readonly end: string };

/** Deploys demo-service as a person does, and waits on the deployment's page until it has ended. */
export const deploy = async (page: Page, { version, environment, end }: Wanted): Promise<void> => {
  await page.goto('/services/demo-service');
  await page.getByRole('link', { name: 'Deploy', exact: true }).click();
  const form = deployForm(page);
  await page.getByRole('combobox', { name: 'Environment' }).selectOption({ label: environment });
  await form.version.fill(version);
  await page.getByRole('option', { name: version }).click();
  await form.summary.fill(`Try ${version}`);
  await isReady(page);
  await expect(form.preview.getByText(`Version ${version} is registered`)).toBeVisible();
  await page.getByRole('button', { name: new RegExp(`^(Deploy|Redeploy) ${version} to ${environment}$`) }).click();
  await expect(page.getByRole('heading', { level: 1, name: new RegExp(`${version}.*${end}`) })).toBeVisible();
};
