import type { Page } from '@playwright/test';
import { deployForm, isReady } from './deploying.ts';
import { expect, openAs, test } from './person.ts';

const FORM = '/services/demo-service/deploy?env=sandbox&version=1.2.0';
const signIn = (page: Page) => page.getByRole('button', { name: 'owner@example.com' });

/** The tab's tokens as after a restart of the issuer: they look fresh, and nobody accepts them. */
const loseSession = async (page: Page, kept: 'refresh token' | 'nothing'): Promise<void> => {
  await page.evaluate((keep) => {
    const key = Object.keys(sessionStorage).find((name) => name.startsWith('oidc.user:')) ?? '';
    const held = JSON.parse(sessionStorage.getItem(key) ?? '{}');
    const refresh = keep === 'nothing' ? { refresh_token: 'unknown' } : {};
    const token = `${held.access_token.slice(0, -8)}AAAAAAAA`;
    sessionStorage.setItem(key, JSON.stringify({ ...held, ...refresh, access_token: token }));
  }, kept);
  if (kept === 'nothing') await page.context().clearCookies();
};

test('A token that the plane refuses is renewed without a word', async ({ page }) => {
  await openAs(page, 'owner', FORM);
  await isReady(page);
  await loseSession(page, 'refresh token');
  await page.reload();
  await isReady(page);
});

test('A session that is gone leads through the sign-in back to the form as it was', async ({ page }) => {
  await openAs(page, 'owner', FORM);
  await isReady(page);
  await page.getByRole('radio', { name: /^Canary/ }).check();
  await deployForm(page).summary.fill('Mend the login');
  // The plane has answered for what the form says now, so that the next to ask is the submission.
  await expect(deployForm(page).preview.getByText('Canary is allowed')).toBeVisible();
  await expect(deployForm(page).preview).toHaveAttribute('aria-busy', 'false');
  await loseSession(page, 'nothing');
  await deployForm(page).submit.click();
  await signIn(page).click();
  await isReady(page);
  await expect(page).toHaveURL(/\/services\/demo-service\/deploy\?env=sandbox&version=1\.2\.0$/);
  await expect(page.getByRole('radio', { name: /^Canary/ })).toBeChecked();
  await expect(deployForm(page).summary).toHaveValue('Mend the login');
  await expect(deployForm(page).submit).toHaveText(/eploy 1\.2\.0 to Sandbox/);
});

for (const kept of ['refresh token', 'nothing'] as const) {
  test(`Signing out ends signed out, with ${kept} left of the session`, async ({ page }) => {
    await openAs(page, 'owner', FORM);
    await isReady(page);
    await deployForm(page).summary.fill('Not for others to read');
    await loseSession(page, kept);
    await page.getByRole('button', { name: 'Sign out' }).click();
    if (kept === 'refresh token') await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(signIn(page)).toBeVisible();
    expect(await page.evaluate('Object.keys(sessionStorage).filter((key) => key.startsWith("dxcp-draft"))')).toEqual(
      [],
    );
  });
}

test('A plane that accepts no sign-in is told of after one try', async ({ page }) => {
  await openAs(page, 'owner');
  let visits = 0;
  page.on('framenavigated', () => {
    visits += 1;
  });
  await page.route(/\/v1\/(?!settings)/, (route) =>
    route.fulfill({ status: 401, contentType: 'application/json', body: '{"message":"Unauthorized"}' }),
  );
  await page.reload();
  await expect(page.getByText('The plane does not accept your sign-in').first()).toBeVisible();
  const settled = visits;
  await page.waitForLoadState('networkidle');
  expect(visits).toBe(settled);
  await page.unroute(/\/v1\/(?!settings)/);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('row', { name: /^demo-service\b(?!-)/ })).toBeVisible();
});
