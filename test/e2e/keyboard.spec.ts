import type { Locator, Page } from '@playwright/test';
import { deployForm, isReady } from './deploying.ts';
import { play } from './orders.ts';
import { expect, openAs, test } from './person.ts';

const SERVICE = 'demo-service';
const STOPS = 80;

type Stop = { readonly what: string; readonly outline: number; readonly inView: boolean };

/** The focused element, how wide its outline is, and whether it is to be seen. */
const stopOf = (page: Page): Promise<Stop> =>
  page.evaluate<Stop>(`(() => {
    const focused = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(focused);
    const box = focused.getBoundingClientRect();
    return {
      what: focused.outerHTML.slice(0, 160),
      outline: outlineStyle === 'none' ? 0 : parseFloat(outlineWidth),
      inView: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    };
  })()`);

const expectSeen = async (page: Page): Promise<void> => {
  const { what, outline, inView } = await stopOf(page);
  expect(outline, `outline of ${what}`).toBeGreaterThanOrEqual(2);
  expect(inView, `${what} is in view`).toBe(true);
};

/** Tabs on until the target has the focus; every stop on the way must be seen. */
const tabTo = async (page: Page, target: Locator): Promise<void> => {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    await expectSeen(page);
    if (await target.and(page.locator(':focus')).count()) return;
  }
  throw new Error(`Not reached with ${STOPS} tabs: ${target}`);
};

/** From the page of the service to the success. */
const deployByKeyboard = async (page: Page, version: string): Promise<void> => {
  await tabTo(page, page.getByRole('main').getByRole('link', { name: 'Deploy', exact: true }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('combobox', { name: 'Environment' }));
  await page.keyboard.type('Sandbox');
  await tabTo(page, deployForm(page).version);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(version);
  await expect(page.getByRole('option', { name: version }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await tabTo(page, deployForm(page).summary);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(`Try ${version} without a mouse`);
  await isReady(page);
  await tabTo(page, deployForm(page).submit);
  await expect(deployForm(page).submit).toHaveText(new RegExp(`eploy ${version} to Sandbox$`));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: new RegExp(`${version}.*Succeeded`) })).toBeVisible();
};

test('A version is deployed and rolled back without a mouse, and the focus is always seen', async ({ page }) => {
  test.setTimeout(180_000);
  await openAs(page, 'owner');
  await play(page);
  await page.reload();
  const row = page.getByRole('link', { name: SERVICE, exact: true });
  await expect(row).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await expectSeen(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await tabTo(page, row);
  await page.keyboard.press('Enter');
  await deployByKeyboard(page, '1.0.0');
  await tabTo(page, page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: SERVICE }));
  await page.keyboard.press('Enter');
  await deployByKeyboard(page, '1.2.0');

  const back = page.getByRole('button', { name: 'Roll back to 1.0.0' });
  const confirm = page.getByRole('dialog', { name: `Roll back ${SERVICE} in Sandbox?` });
  await tabTo(page, back);
  await page.keyboard.press('Enter');
  await expect(confirm.getByText('1.0.0 ran from')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(back).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, confirm.getByRole('button', { name: 'Roll back to 1.0.0' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /1\.0\.0.*Succeeded.*Rollback/ })).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
});

test('j and k go through the rows of a list, and Enter opens one', async ({ page }) => {
  await openAs(page, 'owner');
  const rows = page.locator('[data-row]');
  await expect(rows.nth(1)).toBeVisible();
  for (const [key, index] of [
    ['j', 0],
    ['j', 1],
    ['k', 0],
    ['k', 0],
  ] as const) {
    await page.keyboard.press(key);
    await expect(rows.nth(index)).toBeFocused();
    await expectSeen(page);
  }
  const name = await rows.first().textContent();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: name ?? '' })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog').getByText('Next and previous row of a list')).toBeVisible();
});

test('Everything that is in flight is one filter, whatever its state', async ({ page }) => {
  const asked: (string | null)[] = [];
  await page.route(/\/v1\/deployments\?/, (route) => {
    asked.push(new URL(route.request().url()).searchParams.get('state'));
    return route.continue();
  });
  await openAs(page, 'owner', '/deployments?state=PENDING');
  await expect(page.getByRole('combobox', { name: 'State' }).locator('option:checked')).toHaveText('In flight');
  await expect.poll(() => [...new Set(asked)].sort()).toEqual(['ACTIVE', 'IN_PROGRESS', 'PENDING']);
});
