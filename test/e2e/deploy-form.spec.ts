import { AxeBuilder } from '@axe-core/playwright';
import { deploy, deployForm, isReady, isRefusedFor } from './deploying.ts';
import { expect, openAs, test } from './person.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const FORM = '/services/demo-service/deploy?env=sandbox';

test('The version box deploys nothing, and chooses only what is meant', async ({ page }) => {
  await openAs(page, 'owner', `${FORM}&version=1.5.0`);
  const { version, submit, preview } = deployForm(page);
  await isReady(page);

  await version.click();
  await page.keyboard.type('1.0');
  await expect(page.getByRole('listbox').getByRole('option').first()).toContainText('1.0.0');
  await isRefusedFor(submit, /“1\.0” matches \d versions: choose one/);
  await page.keyboard.press('Enter');
  await expect(version).toHaveValue('1.0.0');
  await expect(submit).toHaveText(/eploy 1\.0\.0 to Sandbox/);
  await isReady(page);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/services\/demo-service\/deploy\?/);

  await page.keyboard.press('Control+a');
  await page.keyboard.type('9.9.9');
  await page.keyboard.press('Enter');
  await isRefusedFor(submit, 'No registered version matches “9.9.9”');
  await expect(submit).toHaveText('Deploy');
  await expect(preview).toContainText('CI registers a version when it publishes a build');
  await expect(version).toHaveAccessibleDescription('No registered version matches “9.9.9”');
  await page.keyboard.press('Escape');
  await expect(version).toHaveValue('1.0.0');
  await expect(submit).toHaveText(/eploy 1\.0\.0 to Sandbox/);

  // Coming back by keyboard selects everything, so that typing replaces.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.type('v1.2.0');
  await page.keyboard.press('Tab');
  await expect(version).toHaveValue('1.2.0');
  await expect(page).toHaveURL(/version=1\.2\.0/);
});

test('A form says what it lacks, in its verdict and beside its button', async ({ page }) => {
  await openAs(page, 'owner', `${FORM}&version=1.2.0`);
  const { summary, submit, preview } = deployForm(page);
  await isReady(page);
  await summary.fill('');
  await expect(preview.getByRole('heading', { name: 'Not complete yet' })).toBeVisible();
  await expect(page.locator('form').getByText('Add a change summary')).toBeVisible();
  await isRefusedFor(submit, 'Add a change summary');
  await summary.fill('x'.repeat(230));
  await expect(page.getByText('230 of 240 characters')).toBeVisible();
  await isReady(page);
  await summary.fill('x'.repeat(252));
  await isRefusedFor(submit, 'The change summary is 12 characters too long');
  await expect(summary).toHaveValue('x'.repeat(252));
});

test('Words about one version go along while the form is changed, and not into another form', async ({ page }) => {
  await openAs(page, 'owner', `${FORM}&version=1.2.0`);
  const { version, summary } = deployForm(page);
  await summary.fill('Mend the login');
  await version.fill('1.1.0');
  await page.keyboard.press('Enter');
  await page.reload();
  await expect(version).toHaveValue('1.1.0');
  await expect(summary).toHaveValue('Mend the login');
  await page.getByRole('link', { name: 'Deployments', exact: true }).click();
  await page.goto(`${FORM}&version=1.0.0`);
  await expect(summary).toHaveValue(/^1\.0\.0 from /);
});

test('Production is asked about once more before anything is submitted', async ({ page }) => {
  await openAs(page, 'owner2', '/services/billing-api/deploy?env=prod&version=1.1.0');
  await isReady(page);
  const { submit } = deployForm(page);
  await submit.focus();
  await page.keyboard.press('Enter');
  const confirm = page.getByRole('dialog', { name: 'Deploy billing-api 1.1.0 to Production?' });
  await expect(confirm).toContainText('Runs now');
  await expect(confirm).toContainText('Standard: Replaces the running version');
  await page.keyboard.press('Escape');
  await expect(confirm).toHaveCount(0);
  await expect(submit).toBeFocused();
  await expect(page).toHaveURL(/\/deploy\?/);
  await page.keyboard.press('Enter');
  await confirm.getByRole('button', { name: /^(Deploy|Redeploy) 1\.1\.0 to Production$/ }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /billing-api.*1\.1\.0/ })).toBeVisible();
});

test('A version that failed for good is marked before it is deployed again', async ({ page }) => {
  await openAs(page, 'owner');
  await deploy(page, { version: '1.3.0', environment: 'Sandbox', end: 'Failed' });
  const failed = new URL(page.url()).pathname;
  await page.goto(FORM);
  const { version, preview } = deployForm(page);
  await version.click();
  await page.getByRole('option', { name: /1\.3\.0.*failed here/ }).click();
  await isReady(page);
  await expect(preview.getByText(/^1\.3\.0 failed here/)).toBeVisible();
  await page.getByRole('combobox', { name: 'Environment' }).selectOption({ label: 'Staging' });
  await expect(preview.getByText(/^1\.3\.0 failed (here|in Sandbox)/)).toBeVisible();
  await page.goto(`${FORM}&version=1.3.0`);
  await preview.getByRole('link', { name: 'See what happened' }).click();
  await expect(page).toHaveURL(new RegExp(`${failed}$`));
});

test('What was sent without an answer is asked for again under the same key', async ({ page }) => {
  await openAs(page, 'owner', `${FORM}&version=1.1.0`);
  await isReady(page);
  const { submit } = deployForm(page);
  const keys: (string | undefined)[] = [];
  await page.route('**/v1/deployments', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 1) return route.continue();
    // The plane takes it, and the answer is lost on the way.
    await route.fetch();
    return route.abort();
  });
  await submit.click();
  const notice = page.getByRole('alert');
  await expect(notice).toContainText('1.1.0 to Sandbox was sent');
  await expect(notice).toContainText('Nothing is known to have been submitted.');
  await page.reload();
  await expect(notice).toContainText('it cannot deploy twice');
  await expect(submit).toHaveText('Try again');
  await submit.click();
  await expect(page.getByText('The first try had been taken')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: /1\.1\.0.*Succeeded/ })).toBeVisible();
  expect(new Set(keys).size).toBe(1);
  expect(keys).toHaveLength(2);
});

test('A plane that cannot be reached leaves nothing looking ready', async ({ page }) => {
  await openAs(page, 'owner', `${FORM}&version=1.2.0`);
  await isReady(page);
  const { submit, preview } = deployForm(page);
  await page.context().setOffline(true);
  await submit.click();
  await expect(page.getByText('No answer came').first()).toBeVisible();
  await expect(preview.getByRole('heading', { name: 'Not known right now' })).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText('The plane answers again.')).toBeVisible();
  await submit.click();
  await expect(page.getByText('The first try had not arrived.')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: /1\.2\.0.*Succeeded/ })).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('the verdict and its first reason stay beside the button', async ({ page }) => {
    await openAs(page, 'owner', `${FORM}&version=9.9.9`);
    const reason = page.locator('form').getByRole('button', { name: /^Not possible like this: Version 9\.9\.9/ });
    await expect(reason).toBeInViewport();
    await expect(deployForm(page).submit).toBeInViewport();
    const { preview } = deployForm(page);
    await expect(preview.getByRole('heading', { name: 'Not possible like this' })).not.toBeInViewport();
    await reason.tap();
    await expect(preview.getByRole('heading', { name: 'Not possible like this' })).toBeInViewport();
    await expect(preview).toBeFocused();
  });
});

for (const theme of ['light', 'dark'] as const) {
  test(`No state of the deploy page has an accessibility violation, ${theme}`, async ({ page }) => {
    const isClean = async () =>
      expect((await new AxeBuilder({ page }).withTags(TAGS).analyze()).violations).toEqual([]);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await openAs(page, 'owner2', '/services/billing-api/deploy?env=prod&version=1.1.0');
    await isReady(page);
    const { version, submit, preview } = deployForm(page);
    await version.click();
    await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
    await isClean();
    await version.fill('9.9.9');
    await expect(preview).toContainText('No registered version matches');
    await isClean();
    await page.keyboard.press('Escape');
    await isReady(page);
    await submit.click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await isClean();
    await page.keyboard.press('Escape');
    await page.route('**/v1/deployments**', (route) => route.abort());
    await submit.click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /eploy 1\.1\.0 to Production/ })
      .click();
    await expect(page.getByRole('alert')).toBeVisible();
    await isClean();
  });
}

test('Who asks too often is told when to ask again, and may then', async ({ page }) => {
  await openAs(page, 'owner', `${FORM}&version=1.2.0`);
  const { submit, preview } = deployForm(page);
  await isReady(page);
  const said = 'You have used up the 1 changes that you may make within a minute';
  const hint = 'Try again in 5 s.';
  const refusal = { code: 'RATE_LIMITED', message: said, hint, facts: {} };
  await page.route('**/v1/deployments', (route) =>
    route.fulfill({
      status: 429,
      headers: { 'retry-after': '5' },
      contentType: 'application/problem+json',
      body: JSON.stringify({
        title: 'Too many requests',
        detail: said,
        hint,
        code: 'RATE_LIMITED',
        refusals: [refusal],
      }),
    }),
  );
  await submit.click();
  await expect(preview.getByRole('heading', { name: 'Not right now' })).toBeVisible();
  await expect(preview).toContainText(hint);
  await isRefusedFor(submit, /You have used up the 1 changes/);
  await isReady(page);
  await expect(preview).not.toContainText(said);
  await expect(submit).not.toHaveAttribute('aria-disabled');
});
