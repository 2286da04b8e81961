import { expect, openAs, test } from './person.ts';

const SCREENS = [
  '/services',
  '/services/demo-service',
  '/services/demo-service/deploy?env=sandbox&version=1.2.0',
  '/deployments',
  '/deployments/garbage',
  '/no-such-page',
];

test('No page acts against its security policy, in either theme', async ({ page, violations }) => {
  await openAs(page, 'owner');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const screen of SCREENS) {
      await page.goto(screen);
      await page.waitForLoadState('networkidle');
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('combobox', { name: 'Search' })).toBeVisible();
      expect(violations, `${screen}, ${colorScheme}`).toEqual([]);
    }
  }
});

/** What an injected script would try; each must be refused, and told of. */
const attempts = [
  ['markup from text', "document.body.innerHTML = '<img src=x onerror=alert(1)>'", 'require-trusted-types-for'],
  ['a document from text', "document.write('<p>x</p>')", 'require-trusted-types-for'],
  ['a script from text', "document.createElement('script').text = 'alert(1)'", 'require-trusted-types-for'],
  ['a policy of its own', "trustedTypes.createPolicy('mine', { createHTML: (text) => text })", 'trusted-types'],
  ['a default policy', "trustedTypes.createPolicy('default', { createHTML: (text) => text })", 'trusted-types'],
] as const;

test('A page refuses to make markup or script from text', async ({ page, violations }) => {
  await openAs(page, 'owner');
  for (const [what, attempt, directive] of attempts) {
    const refusal = await page.evaluate(`(() => { try { ${attempt}; } catch (error) { return error.name; } })()`);
    expect(refusal, what).toBe('TypeError');
    await expect
      .poll(() => violations.splice(0).map((told) => told.split(' ')[0]), { message: what })
      .toEqual([directive]);
  }
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
});
