import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { deploy } from './deploying.ts';
import { expect, openAs, test } from './person.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** A screen is ready when its last placeholder is gone. */
const settled = async (page: Page): Promise<void> => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.waitForLoadState('networkidle');
};

/** The page of a deployment that failed: the one with most on it. */
let failed = '';
test.beforeAll(async ({ browser }) => {
  const page = await browser.newPage();
  await openAs(page, 'owner');
  await deploy(page, { version: '1.0.0', environment: 'Staging', end: 'Succeeded' });
  await deploy(page, { version: '1.3.0', environment: 'Staging', end: 'Failed' });
  failed = new URL(page.url()).pathname;
  await page.close();
});

const screens = (): string[] => [
  '/services',
  '/services/demo-service',
  '/services/demo-service/deploy?env=sandbox&version=1.2.0',
  '/services/demo-service/deploy?env=sandbox&version=9.9.9',
  '/deployments',
  '/deployments?state=CANCELED&service=demo-service-2',
  failed,
  '/services/unknown-service',
  '/no-such-page',
];

for (const theme of ['light', 'dark'] as const) {
  test(`No screen has an accessibility violation, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await openAs(page, 'owner');
    for (const screen of screens()) {
      await page.goto(screen);
      await settled(page);
      const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
      expect(violations.map(({ id, nodes }) => `${screen} ${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual(
        [],
      );
    }
  });
}

test('No screen scrolls sideways at 320 pixels', async ({ page }) => {
  await openAs(page, 'owner');
  const all = screens();
  await page.setViewportSize({ width: 320, height: 700 });
  for (const screen of all) {
    await page.goto(screen);
    await settled(page);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth'), screen).toBeLessThanOrEqual(320);
  }
});

test('The confirm of a rollback, the palette and the help have no violation', async ({ page }) => {
  const isClean = async () => expect((await new AxeBuilder({ page }).withTags(TAGS).analyze()).violations).toEqual([]);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openAs(page, 'owner', failed);
  await page.getByRole('button', { name: 'Roll back to 1.0.0' }).click();
  await expect(page.getByRole('dialog', { name: 'Roll back demo-service in Staging?' })).toBeVisible();
  await isClean();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Roll back to 1.0.0' })).toBeFocused();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await isClean();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Search' })).toBeVisible();
  await isClean();
});
