import { test as base, expect, type Page } from '@playwright/test';

/** The seeded users of a local plane. */
export type User = 'admin' | 'owner' | 'owner2' | 'observer' | 'ci' | 'newcomer';

/** Opens a page of the plane as a user: through the issuer's own sign-in page, back to where they wanted to be. */
export const openAs = async (page: Page, user: User, path = '/services'): Promise<void> => {
  await page.goto(path);
  await page.getByRole('button', { name: `${user}@example.com` }).click();
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
};

const WATCH = `
  document.addEventListener('securitypolicyviolation', (event) => {
    window.tellViolation(event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sample);
  });
`;

type Proof = {
  /** What the pages of the test did against their security policy, told as it happens. */
  readonly violations: string[];
};

/** Every test also proves that all its pages break no rule of their security policy and report no error. */
export const test = base.extend<Proof & { cleanPage: undefined }>({
  violations: async ({ page }, use) => {
    const violations: string[] = [];
    await page.exposeFunction('tellViolation', (violation: string) => violations.push(violation));
    await page.addInitScript(WATCH);
    await use(violations);
  },
  cleanPage: [
    async ({ page, violations }, use) => {
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => {
        // Refused requests are what some tests are about, and what the policy blocks is told as a violation.
        const isKnown = /Failed to load resource|The action has been blocked/.test(message.text());
        if (message.type() === 'error' && !isKnown) errors.push(message.text());
      });
      await use(undefined);
      expect(errors).toEqual([]);
      expect(violations).toEqual([]);
    },
    { auto: true },
  ],
});
export { expect };
