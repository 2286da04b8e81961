import type { Page } from '@playwright/test';
import { expect } from './person.ts';

type Wanted = { readonly version: string; readonly environment: string; readonly end: string };

/** Deploys demo-service as a person does, and waits on the deployment's page until it has ended. */
export const deploy = async (page: Page, { version, environment, end }: Wanted): Promise<void> => {
  await page.goto('/services/demo-service');
  await page.getByRole('link', { name: 'Deploy', exact: true }).click();
  await page.getByRole('combobox', { name: 'Environment' }).selectOption({ label: environment });
  await page.getByRole('combobox', { name: 'Version' }).fill(version);
  await page.getByRole('option', { name: version }).click();
  await page.getByRole('textbox', { name: 'Change summary' }).fill(`Try ${version}`);
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview.getByRole('heading', { name: 'Ready to deploy' })).toBeVisible();
  await expect(preview.getByText(`Version ${version} is registered`)).toBeVisible();
  await page.getByRole('button', { name: new RegExp(`^(Deploy|Redeploy) ${version} to ${environment}$`) }).click();
  await expect(page.getByRole('heading', { level: 1, name: new RegExp(`${version}.*${end}`) })).toBeVisible();
};
