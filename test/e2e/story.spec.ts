import { deploy } from './deploying.ts';
import { expect, openAs, test } from './person.ts';

test('An owner deploys, sees why a bad version failed and the one next step, and rolls back', async ({ page }) => {
  await openAs(page, 'owner', '/services/demo-service');

  await deploy(page, { version: '1.0.0', environment: 'Sandbox', end: 'Succeeded' });
  await expect(page).toHaveTitle(/✓ Succeeded/);

  await deploy(page, { version: '1.3.0', environment: 'Sandbox', end: 'Failed' });
  await expect(page).toHaveTitle(/✗ Failed/);
  const failure = page.getByRole('region', { name: /did not become healthy|health/i });
  await expect(failure.getByText('Next step.')).toHaveCount(1);
  await expect(failure.getByText('According to the record, 1.0.0 is still what runs in Sandbox.')).toBeVisible();
  await expect(failure.getByText('fix it and register a new build')).toBeVisible();
  await expect(failure.getByRole('link')).toHaveText(['Deploy another version']);

  await page.getByRole('button', { name: 'Roll back to 1.0.0' }).click();
  const confirm = page.getByRole('dialog', { name: 'Roll back demo-service in Sandbox?' });
  await expect(confirm.getByText('According to the record, 1.0.0 is what runs in Sandbox')).toBeVisible();
  await expect(confirm.getByText('A new deployment is created')).toBeVisible();
  await confirm.getByRole('button', { name: 'Roll back to 1.0.0' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /1\.0\.0.*Succeeded.*Rollback/ })).toBeVisible();

  await page.getByRole('link', { name: 'Services', exact: true }).first().click();
  const row = page.getByRole('row', { name: /^demo-service\b(?!-)/ });
  const sandbox = row.getByRole('cell').first();
  await expect(sandbox.getByRole('link', { name: '1.0.0' })).toBeVisible();
  await expect(sandbox.getByText('Failed')).toHaveCount(0);

  await row.getByRole('link', { name: 'demo-service', exact: true }).click();
  const address = await page.getByRole('link', { name: 'Open in Sandbox' }).getAttribute('href');
  const answer = await page.request.get(address ?? '');
  expect(await answer.text()).toContain('1.0.0');
});

test('A version that is not registered is explained before anything is submitted', async ({ page }) => {
  await openAs(page, 'owner', '/services/demo-service/deploy?env=sandbox&version=9.9.9');
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview.getByText('Version 9.9.9 of demo-service is not registered')).toBeVisible();
  const submit = page.getByRole('button', { name: 'Deploy 9.9.9 to Sandbox' });
  await expect(submit).toHaveAttribute('aria-disabled', 'true');
  await expect(submit).toHaveAccessibleDescription(/not registered/);
});

test('A refusal on submit is explained in the preview, with the deployment that stands in the way', async ({
  page,
}) => {
  await openAs(page, 'owner', '/services/demo-service-2/deploy?env=staging&version=1.0.0');
  await expect(page.getByRole('heading', { name: 'Ready to deploy' })).toBeVisible();
  const other = await page.context().newPage();
  await other.goto('/services/demo-service/deploy?env=staging&version=1.5.0');
  await expect(other.getByRole('heading', { name: 'Ready to deploy' })).toBeVisible();
  await other.getByRole('button', { name: 'Deploy 1.5.0 to Staging' }).click();
  await expect(other.getByRole('heading', { level: 1, name: /1\.5\.0/ })).toBeVisible();
  await page.getByRole('button', { name: 'Deploy 1.0.0 to Staging' }).click();
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview.getByRole('heading', { name: 'Not right now' })).toBeVisible();
  await expect(preview.getByRole('link', { name: 'Watch demo-service 1.5.0' })).toBeVisible();
  await expect(preview.getByRole('heading', { name: 'Ready to deploy' })).toBeVisible();
  await other.close();
});

test('The address of a page is kept through the sign-in', async ({ page }) => {
  await openAs(page, 'owner', '/deployments?state=FAILED');
  await expect(page).toHaveURL(/\/deployments\?state=FAILED/);
  await expect(page.getByRole('combobox', { name: 'State' })).toHaveValue('FAILED');
});

test('Everything of a deployment can be reached by keyboard', async ({ page }) => {
  await openAs(page, 'owner');
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await expect(page.getByRole('heading', { level: 1, name: 'Deployments' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search' }).fill('Deploy demo-service');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Deploy demo-service' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Filter services' })).toBeFocused();
  await page.keyboard.type('billing');
  await expect(page).toHaveURL(/q=billing/);
  await expect(page.getByRole('row', { name: /demo-service/ })).toHaveCount(0);
});
