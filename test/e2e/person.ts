import { test as base, expect, type Page } from '@playwright/test';

/** The seeded users of a local plane. */
export type User = 'admin' | 'owner' | 'owner2' | 'observer' | 'ci';

/** Opens a page of the plane as a user: through the issuer's own sign-in page, back to where they wanted to be. */
export const openAs = async (page: Page, user: User, path = '/services'): Promise<void> => {
  await page.goto(path);
  await page.getByRole('button', { name: `${user}@example.com` }).click();
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
};

const WATCH = `
  window.violations = [];
  document.addEventListener('securitypolicyviolation', (event) => {
    window.violations.push(event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sample);
  });
`;

/** Every test also proves that its pages break no rule of their security policy and report no error. */
export const test = base.extend<{ cleanPage: undefined }>({
  cleanPage: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => {
        // The browser reports every refused request as an error; refusals are what some tests are about.
        if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) errors.push(message.text());
      });
      await page.addInitScript(WATCH);
      await use(undefined);
      expect(errors).toEqual([]);
      expect(await page.evaluate('window.violations ?? []')).toEqual([]);
    },
    { auto: true },
  ],
});
export { expect };
