import { expect, openAs, test } from './person.ts';

test('An observer sees everything and is told why they cannot deploy', async ({ page }) => {
  await openAs(page, 'observer', '/services/demo-service');
  const button = page.getByRole('button', { name: 'Deploy' });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await expect(button).toHaveAccessibleDescription(/needs the delivery owner role: ask owner@example\.com/);
  await button.focus();
  await expect(button).toBeFocused();
  await button.click({ force: true });
  await expect(page).toHaveURL(/\/services\/demo-service$/);
  await page.goto('/services/demo-service/deploy');
  await expect(page.getByText('Deploying needs the delivery owner role')).toBeVisible();
});

test('An owner is told whom to ask about a service of another group', async ({ page }) => {
  await openAs(page, 'owner', '/services/billing-api');
  const button = page.getByRole('button', { name: 'Deploy' });
  await expect(button).toHaveAccessibleDescription(/ask owner2@example\.com/);
  await expect(page.getByText(/^Only owners of .* see its deployments$/)).toBeVisible();
});

test('Signing out ends the session at the issuer too', async ({ page }) => {
  await openAs(page, 'observer');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('button', { name: 'owner@example.com' })).toBeVisible();
});

test('Somebody without a role is told so, and whom to ask', async ({ page }) => {
  await openAs(page, 'newcomer');
  await expect(page.getByRole('heading', { name: 'You are signed in, but have no role yet' })).toBeVisible();
  await expect(page.getByText('Ask a platform admin to give you one')).toBeVisible();
  await expect(page.getByText('No role yet', { exact: true })).toBeVisible();
  await page.goto('/admin/groups');
  await expect(page.getByRole('heading', { name: 'You are signed in, but have no role yet' })).toBeVisible();
});
