import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { finish, play, submit } from './orders.ts';
import { expect, openAs, test } from './person.ts';

const SERVICE = 'demo-service-2';

const expectNoViolation = async (page: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
};

const timelineOf = (page: Page) => page.getByRole('region', { name: 'Timeline' });

test('A deployment that waits for an approval says so, and what was stopped carries no check', async ({ page }) => {
  await openAs(page, 'owner');
  await play(page, { scenario: 'approval', service: SERVICE, version: '1.0.0' });
  await submit(page, { service: SERVICE, version: '1.0.0', environment: 'Staging' });
  const progress = page.getByRole('region', { name: 'Progress' });
  await expect(progress.getByText('Step "Switch traffic" waits for an approval')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: /Waiting/ })).toBeVisible();
  await expectNoViolation(page);
  const waiting = page.url();
  await page.goto(`/services/${SERVICE}`);
  await expect(page.getByRole('region', { name: 'Running now' }).getByText('Waiting')).toBeVisible();
  await page.goto(waiting);

  await page.getByRole('button', { name: 'Cancel deployment' }).click();
  const confirm = page.getByRole('dialog', { name: `Cancel ${SERVICE} 1.0.0?` });
  await confirm.getByRole('textbox', { name: 'Reason' }).fill('Nobody is there to approve it');
  await confirm.getByRole('button', { name: 'Cancel deployment' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Canceled/ })).toBeVisible();
  const timeline = timelineOf(page);
  await expect(timeline.getByText('Asked to stop by owner@example.com')).toBeVisible();
  await expect(timeline.getByText('Nobody is there to approve it')).toBeVisible();
  await expect(timeline.getByText('Switch traffic, stopped')).toBeVisible();
  await expect(timeline.getByText('Verify health, done')).toBeVisible();
});

test('A success in which a step failed is no plain success', async ({ page }) => {
  await openAs(page, 'owner');
  await play(page, { scenario: 'warnings', service: SERVICE, version: '1.0.0' });
  await finish(page, {
    service: SERVICE,
    version: '1.0.0',
    environment: 'Staging',
    end: 'Succeeded, but a step failed',
  });
  await expect(
    page.getByRole('heading', { name: 'The step “Verify health” failed and was passed over' }),
  ).toBeVisible();
  await expect(timelineOf(page).getByText('Verify health, failed and passed over')).toBeVisible();
  await expectNoViolation(page);
});

test('A service page leads to what runs, and back from it, with a reason', async ({ page }) => {
  await openAs(page, 'owner');
  await play(page);
  await finish(page, { service: SERVICE, version: '1.0.0', environment: 'Sandbox', end: 'Succeeded' });
  await finish(page, { service: SERVICE, version: '1.1.0', environment: 'Sandbox', end: 'Succeeded' });
  const undone = page.url();
  await page.goto(`/services/${SERVICE}`);
  const running = page.getByRole('region', { name: 'Running now' });
  await expect(running.getByRole('link', { name: '1.1.0', exact: true })).toHaveAttribute(
    'href',
    new URL(undone).pathname,
  );

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search' }).fill('roll back');
  await page.getByRole('option', { name: `Roll back ${SERVICE} in Sandbox from 1.1.0` }).click();
  const confirm = page.getByRole('dialog', { name: `Roll back ${SERVICE} in Sandbox?` });
  await expect(confirm.getByText('1.0.0 ran from')).toBeVisible();
  await expectNoViolation(page);
  await page.keyboard.press('Escape');
  await expect(confirm).toBeHidden();
  await expect(page).toHaveURL(new RegExp(`/services/${SERVICE}$`));

  await running.getByRole('link', { name: 'Roll back in Sandbox' }).click();
  await confirm.getByRole('textbox', { name: 'Change summary' }).fill('1.1.0 is too slow');
  await confirm.getByRole('button', { name: 'Roll back to 1.0.0' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /1\.0\.0.*Succeeded.*Rollback/ })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Facts' }).getByText('1.1.0 is too slow')).toBeVisible();

  await page.goto('/deployments?state=SUCCEEDED');
  await expect(page.getByRole('row', { name: /Succeeded, rolled back.*1\.1\.0/ })).toBeVisible();
});

test('The page of an old failure speaks of what has happened since', async ({ page }) => {
  await openAs(page, 'owner');
  await play(page, { scenario: 'fail-app', service: SERVICE, version: '1.1.0' });
  await finish(page, { service: SERVICE, version: '1.1.0', environment: 'Sandbox', end: 'Failed' });
  const failed = page.url();
  await play(page);
  await finish(page, { service: SERVICE, version: '1.0.0', environment: 'Sandbox', end: 'Succeeded' });
  const since = new URL(page.url()).pathname;
  await page.goto(failed);
  await expect(page.getByText('Another deployment has succeeded since')).toBeVisible();
  await expect(page.getByText('Next step.')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'See that deployment' })).toHaveAttribute('href', since);
});

test('An engine that cannot stop work is not asked to, and one that cannot be reached is waited for', async ({
  page,
}) => {
  await openAs(page, 'owner');
  await play(page, { scenario: 'approval', service: SERVICE, version: '1.0.0' });
  await submit(page, { service: SERVICE, version: '1.0.0', environment: 'Sandbox' });
  await expect(page.getByRole('heading', { level: 1, name: /Waiting/ })).toBeVisible();
  const change = (engine: Record<string, unknown>) =>
    page.route('**/v1/settings/public', async (route) => {
      const response = await route.fetch();
      const settings = await response.json();
      await route.fulfill({ response, json: { ...settings, engine: { ...settings.engine, ...engine } } });
    });
  await change({ abilities: { cancel: false, search: true, observation: true, events: true } });
  const cancel = page.getByRole('button', { name: 'Cancel deployment' });
  await expect(cancel).toHaveAccessibleDescription('This engine cannot stop work once it has begun');
  await page.unroute('**/v1/settings/public');
  await change({ available: false, unavailableSince: new Date().toISOString() });
  await expect(page.getByText('The engine cannot be reached, so its progress is not known')).toBeVisible();
  await expect(page.getByText('New deployments are refused until it answers')).toBeVisible();
  await page.unroute('**/v1/settings/public');
  await expect(cancel).not.toHaveAttribute('aria-disabled', 'true');
  await cancel.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel deployment' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Canceled/ })).toBeVisible();
});

test('A deployment is found by its id, and an impossible one is said to be none', async ({ page }) => {
  await openAs(page, 'owner');
  await play(page);
  await finish(page, { service: SERVICE, version: '1.0.0', environment: 'Staging', end: 'Succeeded' });
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await page.goto('/services');
  await expect(page.getByRole('link', { name: SERVICE })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search' }).fill(id.toLowerCase());
  await page.getByRole('option', { name: `Deployment ${id}` }).click();
  await expect(page.getByRole('heading', { level: 1, name: new RegExp(`${SERVICE}.*Succeeded`) })).toBeVisible();
  await page.goto('/deployments/garbage');
  await expect(page.getByText('There is no such deployment')).toBeVisible();
  await page.goto('/deployments?outcome=FAILED&color=blue');
  await expect(page.getByRole('combobox', { name: 'State' })).toHaveValue('FAILED');
  await expect(page.getByText('Not understood in this address, and left out: color=blue')).toBeVisible();
});

test('An owner is told that other groups have deployments of their own', async ({ page }) => {
  await openAs(page, 'owner2', '/deployments?outcome=ROLLED_BACK');
  await expect(page.getByText('You see the deployments of your delivery groups: Payments.')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Delivery group' }).getByRole('option')).toHaveText([
    'All groups',
    'Payments',
  ]);
});
