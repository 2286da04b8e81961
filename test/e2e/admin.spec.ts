import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { deployForm, isReady, isRefusedFor } from './deploying.ts';
import { play, submit } from './orders.ts';
import { expect, openAs, test } from './person.ts';

type Asked = { readonly method: string; readonly path: string; readonly body?: object };

/** A request as the person who is signed in, past the pages. */
const ask = (page: Page, asked: Asked) =>
  page.evaluate(async ({ method, path, body }) => {
    const key = Object.keys(sessionStorage).find((name) => name.startsWith('oidc.user:')) ?? '';
    const token = JSON.parse(sessionStorage.getItem(key) ?? '{}').access_token;
    const response = await fetch(path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...(method === 'GET' ? {} : { 'idempotency-key': crypto.randomUUID() }),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const answer: Record<string, unknown> = JSON.parse(await response.text());
    return answer;
  }, asked);

const STAMPS = ['id', 'name', 'revision', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'lastChangeReason'];

/** Changes something as it is now, as somebody else would. */
const change = async (page: Page, path: string, part: object): Promise<void> => {
  const { revision, ...now } = await ask(page, { method: 'GET', path });
  const kept = Object.fromEntries(Object.entries(now).filter(([name]) => name === 'name' || !STAMPS.includes(name)));
  await ask(page, { method: 'PUT', path, body: { ...kept, ...part, revision, reason: 'By somebody else' } });
};

const review = (page: Page) => page.getByRole('region', { name: 'Review' });
const reason = (page: Page) => page.getByRole('textbox', { name: 'Reason' });
const save = (page: Page) => page.getByRole('button', { name: /^Save/ });

test('An admin changes a quota after seeing in words what changes, and the deploy form follows it', async ({
  page,
}) => {
  await openAs(page, 'admin', '/admin/groups/demo');
  const quota = page.getByRole('region', { name: 'Limits' }).getByLabel('Daily deployments');
  await quota.fill('900');
  await expect(review(page)).toContainText('Daily deployments: 1,000 → 900');
  await expect(review(page)).toContainText('sandbox loses deployments a day of demo: 900 in place of 1000');
  await expect(review(page)).toContainText(/would have been refused|Nothing was admitted/);
  await isRefusedFor(save(page), /Say why/);
  await reason(page).fill('Fewer while we move');
  await save(page).click();
  await expect(page.getByText('Demo is saved')).toBeVisible();
  await expect(page.getByText(/^Revision \d+, changed .* Fewer while we move$/)).toBeVisible();
  await page.goto('/services/demo-service/deploy?env=sandbox&version=1.2.0');
  await isReady(page);
  await expect(deployForm(page).preview.getByText(/^\d+ of 900$/)).toBeVisible();
  await change(page, '/v1/delivery-groups/demo', {
    guardrails: { maxConcurrentDeployments: 1, dailyDeployQuota: 1000, dailyRollbackQuota: 1000 },
  });
});

test('The review of the settings says what they would do, to whom, and to what was admitted', async ({ page }) => {
  await openAs(page, 'admin', '/admin/settings/plane');
  await page.getByLabel('Mode').selectOption('Evaluation');
  await expect(review(page)).toContainText('prod loses deployments of payments');
  await expect(review(page)).toContainText(/every caller loses changes a minute: 10 in place of \d+/);
  await expect(review(page)).toContainText(/would have been refused|Nothing was admitted/);
  const last = review(page).getByText('staging loses rollbacks a day of payments');
  await expect(last).toBeHidden();
  await review(page)
    .getByText(/^and \d+ more$/)
    .first()
    .click();
  await expect(last).toBeVisible();
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.goto('/admin/settings/rates');
  await page.getByLabel('Changes a minute').fill('3');
  await expect(review(page)).toContainText('Whoever deploys more than 3 services within a minute is refused');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.goto('/admin/publishers');
  await page.getByRole('button', { name: 'Remove local-ci' }).click();
  await expect(review(page)).toContainText('local-ci loses registering builds');
  const tried = page.getByRole('region', { name: 'Try who would be let in' });
  await tried.getByLabel('Subject', { exact: true }).pressSequentially('ci of prod');
  await expect(tried.getByLabel('Subject', { exact: true })).toHaveValue('ci of prod');
  await expect(tried.getByRole('status')).toContainText('No entry lets it in');
  await expect(tried.getByRole('status')).toContainText('local-pipeline asks for an AWS role');
  await tried.getByLabel('Known by').selectOption('An AWS role');
  await tried.getByLabel('AWS account').fill('111111111111');
  await expect(tried.getByRole('status')).toContainText('local-pipeline asks for the AWS account 000000000000');
  await tried.getByLabel('AWS account').fill('000000000000');
  await tried.getByLabel('Name of the role').fill('dxcp-local-publisher');
  await expect(tried.getByRole('status')).toHaveText(/^local-pipeline lets it in/);
  await page.getByRole('button', { name: 'Remove local-pipeline' }).click();
  await expect(review(page)).toContainText('every service: No CI can register builds for it');
  await page.getByRole('button', { name: 'Discard' }).click();
});

test('What is typed and not saved is still there after a reload, and a field says what is wrong with it', async ({
  page,
}) => {
  await openAs(page, 'admin', '/admin/services/new');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Not A Name');
  await page.reload();
  await expect(page.getByText('Your unsaved changes are still here.')).toBeVisible();
  await page.getByRole('button', { name: 'Add service' }).click();
  await expect(page.getByText('must be lower-case letters, digits and dashes')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Not a name either');
  await expect(page.getByText('must be lower-case letters, digits and dashes')).toBeHidden();
  await page.getByRole('button', { name: 'Add service' }).click();
  await expect(page.getByText('must be lower-case letters, digits and dashes')).toBeVisible();
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('');
  await expect(page.getByText('must be lower-case letters, digits and dashes')).toBeHidden();
});

/** What the browser itself asked; each question is answered with yes. */
const questions = (page: Page): readonly string[] => {
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  return asked;
};

test('Closing the tab asks about what is not saved, and who goes elsewhere is told that it waits', async ({ page }) => {
  const asked = questions(page);
  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  const waits = page.getByText('Your changes are not saved yet');
  await openAs(page, 'admin', '/admin/services/new');
  await name.fill('a-name');
  await name.fill('');
  await page.reload();
  expect(asked).toEqual([]);
  await name.fill('a-name');
  await page.reload();
  expect(asked).toEqual(['beforeunload']);
  await expect(name).toHaveValue('a-name');
  await page.getByRole('link', { name: 'Deployments' }).click();
  await expect(waits).toBeVisible();
  await page.goBack();
  await expect(name).toHaveValue('a-name');
  await expect(waits).toBeHidden();
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('link', { name: 'Deployments' }).click();
  await expect(page.getByRole('heading', { name: 'Deployments', level: 1 })).toBeVisible();
  await expect(waits).toBeHidden();
  await page.reload();
  expect(asked).toEqual(['beforeunload']);
});

test('Signing out asks nothing about what is not saved', async ({ page }) => {
  const asked = questions(page);
  await openAs(page, 'admin', '/admin/services/new');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('a-name');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(/session\/end/);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible();
  expect(asked).toEqual([]);
});

test('A new sign-in that cannot begin leaves the page with its question about what is not saved', async ({ page }) => {
  const asked = questions(page);
  await openAs(page, 'admin');
  // A page of its own, which has not talked to the issuer yet.
  await page.goto('/admin/groups/demo');
  await page.getByRole('region', { name: 'Limits' }).getByLabel('Daily deployments').fill('900');
  await reason(page).fill('Fewer while we move');
  await expect(save(page)).toBeEnabled();
  await page.route('**/.well-known/**', (route) => route.abort());
  await page.route(/\/v1\/(?!settings)/, (route) => route.fulfill({ status: 401, body: '' }));
  const unreachable = page.waitForEvent('requestfailed', (request) => request.url().includes('/.well-known/'));
  await save(page).click();
  await unreachable;
  await expect(
    page
      .getByRole('alert')
      .getByText(/does not accept your sign-in/)
      .first(),
  ).toBeVisible();
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => asked).toEqual(['beforeunload']);
});

test('Who is overtaken by somebody else sees both changes, and makes theirs again on the newest', async ({ page }) => {
  const PATH = '/v1/recipes/blue-green';
  await openAs(page, 'admin', '/admin/recipes/blue-green');
  const before = await ask(page, { method: 'GET', path: PATH });
  await page.getByLabel('Deadline in minutes').fill('45');
  await expect(review(page)).toContainText(/would have been refused|Nothing was admitted/);
  await change(page, PATH, { description: 'Told by somebody else' });
  await reason(page).fill('It is quicker now');
  await save(page).click();
  const conflict = page.getByRole('alert');
  await expect(conflict).toContainText('Somebody changed it meanwhile');
  await expect(conflict).toContainText('→ Told by somebody else');
  await expect(conflict).toContainText('Deadline in minutes: 60 → 45');
  await isRefusedFor(save(page), /Decide first/);
  await page.getByRole('button', { name: 'Redo mine on the newest' }).click();
  await expect(review(page)).toContainText('Deadline in minutes: 60 → 45');
  await save(page).click();
  await expect(page.getByText('Blue/green is saved')).toBeVisible();
  const after = await ask(page, { method: 'GET', path: PATH });
  expect(after).toMatchObject({ description: 'Told by somebody else', deadlineMinutes: 45 });
  await change(page, PATH, { description: before.description, deadlineMinutes: 60 });
});

test('Who is overtaken while typing is told before saving', async ({ page }) => {
  const PATH = '/v1/recipes/canary';
  await openAs(page, 'admin', '/admin/recipes/canary');
  const deadline = page.getByLabel('Deadline in minutes');
  await expect(deadline).toHaveValue('60');
  const { description } = await ask(page, { method: 'GET', path: PATH });
  await change(page, PATH, { description: 'Told by somebody else' });
  await deadline.fill('45');
  await expect(page.getByRole('alert')).toContainText('Somebody changed it meanwhile');
  await isRefusedFor(save(page), /Decide first/);
  await page.getByRole('button', { name: 'Discard mine' }).click();
  await expect(deadline).toHaveValue('60');
  await change(page, PATH, { description });
});

test('What cannot be changed says why', async ({ page }) => {
  await openAs(page, 'admin', '/admin/recipes/default');
  await expect(page.getByText(/^Stays while .*Demo.* may use the recipe/)).toBeVisible();
  await expect(page.getByLabel('Deploys by the pipeline')).not.toBeEditable();
  await page.goto('/admin/environments/sandbox');
  await expect(page.getByText(/^Stays while it is used by .*Demo/)).toBeVisible();
  await isRefusedFor(page.getByRole('button', { name: 'Delete' }), /It is used by .*Demo/);
});

test('An environment is added under a name of its own, and is gone once it is deleted', async ({ page }) => {
  await openAs(page, 'admin', '/admin/environments/new');
  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  await name.fill('sandbox');
  await expect(page.getByText('There is a sandbox already')).toBeVisible();
  await isRefusedFor(page.getByRole('button', { name: 'Add environment' }), '1 field to correct');
  await name.fill('scratch');
  await page.getByRole('textbox', { name: 'Shown as' }).fill('Scratch');
  await page.getByRole('button', { name: 'Add environment' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Scratch' })).toBeVisible();
  await page.getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Not needed');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL(/\/admin\/environments$/);
  await expect(page.getByRole('link', { name: 'Sandbox' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Scratch' })).toBeHidden();
});

test('The kill switch stops changes everywhere with its reason, and gives them back', async ({ page }) => {
  const FORM = '/services/demo-service/deploy?env=sandbox&version=1.2.0';
  await openAs(page, 'admin', '/admin/kill-switch');
  const off = page.getByRole('button', { name: 'Switch changes off' });
  await isRefusedFor(off, 'Say why first');
  await reason(page).fill('Database migration');
  await off.click();
  await expect(page.getByRole('status').filter({ hasText: 'Changes are switched off.' })).toContainText(
    /Database migration\. Since .* by admin@example\.com/,
  );
  await page.goto('/admin/groups/demo');
  await page.getByRole('region', { name: 'Limits' }).getByLabel('Daily deployments').fill('900');
  await isRefusedFor(save(page), /Changes are switched off/);
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.goto(FORM);
  await expect(deployForm(page).preview.getByRole('heading', { name: 'Not right now' })).toBeVisible();
  await expect(deployForm(page).preview).toContainText('Database migration');
  await page.goto('/admin/kill-switch');
  await reason(page).fill('Migration is done');
  await page.getByRole('button', { name: 'Switch changes on again' }).click();
  await expect(page.getByText('Changes are switched off.')).toBeHidden();
  await page.goto(FORM);
  await isReady(page);
});

test('The overview says that all is well only of what it has seen', async ({ page }) => {
  await openAs(page, 'admin', '/services');
  await page.route('**/v1/admin/**', (route) => route.abort());
  await page.getByRole('link', { name: 'Admin' }).click();
  await expect(page.getByText('Not everything could be looked at')).toBeVisible();
  await expect(page.getByText('Nothing needs attention')).toBeHidden();
});

test('A kill switch that some groups have not followed yet says so, and asks again with the same request', async ({
  page,
}) => {
  const asked: (string | null)[] = [];
  const { promise: typed, resolve: goOn } = Promise.withResolvers<void>();
  await openAs(page, 'admin', '/admin/kill-switch');
  await page.route('**/v1/admin/settings/kill-switch', async (route) => {
    const request = route.request();
    if (request.method() !== 'PUT') return route.fallback();
    asked.push(`${request.headers()['idempotency-key']} ${request.postData()}`);
    if (asked.length > 1) return typed.then(() => route.fallback());
    return route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        code: 'NOT_YET_EVERYWHERE',
        title: 'Not all delivery groups have followed',
        detail: 'Changes are switched off, but one delivery group has not followed yet',
        hint: 'Send the same request again',
      }),
    });
  });
  await reason(page).fill('Database migration');
  await page.getByRole('button', { name: 'Switch changes off' }).click();
  await expect(page.getByRole('alert')).toContainText('one delivery group has not followed yet');
  await page.getByRole('button', { name: 'See whether all have followed' }).click();
  await reason(page).fill('Migration is done');
  goOn();
  await page.getByRole('button', { name: 'Switch changes on again' }).click();
  await expect(page.getByText('Changes are on', { exact: true })).toBeVisible();
  await expect(page.getByRole('alert')).toBeHidden();
  expect(asked).toHaveLength(3);
  expect(asked[1]).toBe(asked[0]);
});

test('Who asks whether all have followed is shown the stop that somebody else made meanwhile', async ({ page }) => {
  const PATH = '/v1/admin/settings/kill-switch';
  const stop = { method: 'PUT', path: PATH, body: { mutationsDisabled: true, reason: 'By somebody else' } };
  let lifts = 0;
  await openAs(page, 'admin');
  await ask(page, stop);
  await page.goto('/admin/kill-switch');
  await page.route(`**${PATH}`, async (route) => {
    if (!route.request().postData()?.includes('Migration is done') || lifts++ > 0) return route.fallback();
    await route.fetch();
    const body = { code: 'NOT_YET_EVERYWHERE', title: 'Not all have followed', detail: 'One has not followed yet' };
    return route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(body) });
  });
  await reason(page).fill('Migration is done');
  await page.getByRole('button', { name: 'Switch changes on again' }).click();
  await expect(page.getByText('Changes are on', { exact: true })).toBeVisible();
  await ask(page, stop);
  await page.getByRole('button', { name: 'See whether all have followed' }).click();
  await expect(page.getByText('All delivery groups have followed')).toBeVisible();
  await expect(page.getByText('Changes are on again')).toBeHidden();
  expect(lifts).toBe(2);
  await reason(page).fill('Over at last');
  await page.getByRole('button', { name: 'Switch changes on again' }).click();
  await expect(page.getByText('Changes are on', { exact: true })).toBeVisible();
});

test('A stalled deployment is released with a reason, after its consequence is named', async ({ page }) => {
  const RECIPE = '/v1/recipes/default';
  const SERVICE = { service: 'billing-api', version: '1.1.0' };
  await openAs(page, 'admin');
  await change(page, RECIPE, { deadlineMinutes: 1 });
  await play(page, { scenario: 'approval', ...SERVICE });
  await submit(page, { ...SERVICE, environment: 'Sandbox' });
  await expect(page.getByRole('heading', { level: 1, name: /Stalled/ })).toBeVisible({ timeout: 60_000 });
  await page.goto('/admin/stalled');
  await page.getByRole('button', { name: 'Release billing-api 1.1.0' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('its place and its turn become free');
  await isRefusedFor(dialog.getByRole('button', { name: 'Release' }), /Say why/);
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Nobody will approve it');
  await dialog.getByRole('button', { name: 'Release' }).click();
  await expect(page.getByText('Nothing is past its deadline')).toBeVisible();
  await play(page);
  await change(page, RECIPE, { deadlineMinutes: 60 });
});

test('The audit is filtered by its address, tells before and after, and is handed over as lines', async ({ page }) => {
  await openAs(page, 'admin');
  await change(page, '/v1/recipes/canary', { deadlineMinutes: 59 });
  await change(page, '/v1/recipes/canary', { deadlineMinutes: 60 });
  await page.goto('/admin/audit?type=ADMIN_UPDATE');
  const target = page.getByRole('searchbox', { name: 'To' });
  await target.pressSequentially('canary');
  await expect(page).toHaveURL(/type=ADMIN_UPDATE&target=canary/);
  await expect(target).toBeFocused();
  const newest = page.getByRole('listitem').filter({ hasText: 'Changed recipe canary' }).first();
  await newest.locator('summary').click();
  await expect(newest.getByRole('row', { name: /deadlineMinutes 59 60/ })).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\n');
  const events = lines.map((line) => JSON.parse(line)).flatMap((line) => (line.type === 'event' ? line.event : []));
  expect(events.length).toBeGreaterThanOrEqual(2);
  expect(new Set(events.map(({ targetId }) => targetId))).toEqual(new Set(['canary']));
  await page.getByRole('combobox', { name: 'What happened' }).selectOption('Deleted');
  await expect(page.getByText('No event matches these filters')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page).toHaveURL(/\/admin\/audit$/);
  await expect(target).toHaveValue('');
});

test('The palette leads to every page that the person may see', async ({ page }) => {
  await openAs(page, 'admin', '/admin/groups/demo');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search' }).fill('kill switch');
  await page.getByRole('option', { name: /Admin: Kill switch/ }).click();
  await expect(page).toHaveURL(/\/admin\/kill-switch$/);
  await page.getByRole('navigation', { name: 'Primary' }).getByRole('link', { name: 'Admin' }).click();
  await expect(page).toHaveURL(/\/admin$/);
});

test('Who is no admin finds no way to the pages for admins, and a direct link tells who can help', async ({ page }) => {
  await openAs(page, 'owner', '/admin/groups/demo');
  await expect(page.getByRole('heading', { level: 1, name: 'This page is for platform admins' })).toBeVisible();
  await expect(page.getByText(/needs the platform admin role. Ask your platform team/)).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Primary' }).getByRole('link', { name: 'Admin' })).toBeHidden();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search' }).fill('delivery groups');
  await expect(page.getByRole('option')).toHaveText([/Policy: Delivery groups/]);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Read the policy' }).click();
  await page.getByRole('link', { name: 'Demo', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Demo' })).toBeVisible();
  await expect(page.getByText('Daily deployments').first()).toBeVisible();
  await expect(page.getByRole('textbox')).toHaveCount(0);
});
