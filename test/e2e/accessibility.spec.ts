import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { deployForm, isReady } from './deploying.ts';
import { finish, play, submit } from './orders.ts';
import { expect, openAs, test, type User } from './person.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const SERVICE = 'demo-service-2';

/** Each state is loaded once and then looked at in all of these: 640 pixels are 1280 at 200 % zoom. */
const LOOKS = [
  { width: 1280, colorScheme: 'light' },
  { width: 640, colorScheme: 'dark' },
  { width: 320, colorScheme: 'light' },
] as const;

const expectAccessible = async (page: Page, what: string): Promise<void> => {
  for (const { width, colorScheme } of LOOKS) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const where = `${what}, ${width} pixels, ${colorScheme}`;
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).setLegacyMode().analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      where,
    ).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth'), where).toBeLessThanOrEqual(width);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
};

const settled = async (page: Page): Promise<void> => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.waitForLoadState('networkidle');
};

/** The pages of deployments that were really made. */
const made = { succeeded: '', failed: '' };
test.beforeAll(async ({ browser }) => {
  const page = await browser.newPage();
  await openAs(page, 'owner');
  await play(page, { scenario: 'fail-app', service: SERVICE, version: '1.1.0' });
  await finish(page, { service: SERVICE, version: '1.0.0', environment: 'Staging', end: 'Succeeded' });
  made.succeeded = new URL(page.url()).pathname;
  await finish(page, { service: SERVICE, version: '1.1.0', environment: 'Staging', end: 'Failed' });
  made.failed = new URL(page.url()).pathname;
  await play(page);
  await page.close();
});

type State = {
  readonly what: string;
  readonly path: () => string;
  readonly prepare?: (page: Page) => Promise<unknown>;
  /** What shows that the state is there. */
  readonly shows?: string | RegExp;
  readonly reach?: (page: Page) => Promise<unknown>;
};

const LISTS = { services: /\/v1\/running/, deployments: /\/v1\/deployments(\?|$)/ } as const;
const answering = (url: RegExp, status: number, body: object) => (page: Page) =>
  page.route(url, (route) => route.fulfill({ status, json: body }));
const empty = { items: [] };
const problem = { type: 'about:blank', title: 'Fault', status: 500, code: 'INTERNAL', requestId: 'request-1' };

const lists = (['services', 'deployments'] as const).flatMap((list): State[] => [
  { what: `${list}, full`, path: () => `/${list}`, reach: settled },
  { what: `${list}, empty`, path: () => `/${list}`, prepare: answering(LISTS[list], 200, empty), reach: settled },
  { what: `${list}, loading`, path: () => `/${list}`, prepare: (page) => page.route(LISTS[list], () => undefined) },
  {
    what: `${list}, refused`,
    path: () => `/${list}`,
    prepare: answering(LISTS[list], 500, problem),
    shows: 'Something went wrong on our side',
  },
]);

/** A deployment as the API would tell it in another state: the real one with these fields changed. */
const changed = (fields: object) => async (page: Page) =>
  page.route(new RegExp(`/v1${made.succeeded}$`), async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), ...fields } });
  });
const underWay = { outcome: null, finishedAt: undefined, progress: { done: 1, total: 4, label: 'Verify health' } };
const waitsOn = (on: string) => ({ on, label: 'Waits for somebody', since: new Date().toISOString() });
const overlays: readonly [name: string, fields: object][] = [
  ['Waiting', { ...underWay, state: 'PENDING', waitsOn: waitsOn('TURN') }],
  ['Starting', { ...underWay, state: 'ACTIVE' }],
  ['In progress', { ...underWay, state: 'IN_PROGRESS' }],
  ['Waiting', { ...underWay, state: 'IN_PROGRESS', waitsOn: waitsOn('APPROVAL') }],
  ['Stopping', { ...underWay, state: 'IN_PROGRESS', cancelRequested: true }],
  ['Stalled', { ...underWay, state: 'IN_PROGRESS', stalled: true }],
  ['Succeeded, but a step failed', { passedOver: ['Verify health'] }],
  ['Succeeded, superseded', { outcome: 'SUPERSEDED' }],
  ['Canceled', { state: 'CANCELED', outcome: 'CANCELED' }],
  ['Rolled back', { state: 'ROLLED_BACK', outcome: 'ROLLED_BACK', deploymentKind: 'ROLLBACK' }],
];
const deployments = overlays.map(
  ([name, fields]): State => ({
    what: `a deployment: ${name}`,
    path: () => made.succeeded,
    prepare: changed(fields),
    reach: (page) => expect(page.getByRole('heading', { level: 1, name: new RegExp(name) })).toBeVisible(),
  }),
);

const settings = (fields: object) => (page: Page) =>
  page.route('**/v1/settings/public', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), ...fields } });
  });
const FORM = '/services/demo-service/deploy?env=sandbox&version=';
const dialog = (page: Page) => expect(page.getByRole('dialog')).toBeVisible();

const pages: readonly State[] = [
  { what: 'services, none found', path: () => '/services?q=nothing', reach: settled },
  { what: 'a service', path: () => `/services/${SERVICE}`, reach: settled },
  { what: 'no such service', path: () => '/services/unknown-service', reach: settled },
  { what: 'deployments, none found', path: () => '/deployments?state=CANCELED&service=billing-api', reach: settled },
  { what: 'a failed deployment', path: () => made.failed, shows: 'Next step.' },
  { what: 'no such deployment', path: () => '/deployments/garbage', shows: 'There is no such deployment' },
  { what: 'no such page', path: () => '/no-such-page', shows: 'This page does not exist' },
  { what: 'the deploy form', path: () => `${FORM}1.2.0`, reach: isReady },
  { what: 'the deploy form, refused', path: () => `${FORM}9.9.9`, shows: 'Not possible like this' },
  {
    what: 'the deploy form, not complete',
    path: () => `${FORM}1.5.0`,
    reach: (page) => deployForm(page).summary.fill(''),
    shows: 'Not complete yet',
  },
  {
    what: 'the version list',
    path: () => `${FORM}1.2.0`,
    reach: async (page) => {
      await isReady(page);
      await deployForm(page).version.click();
      await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
    },
  },
  {
    what: 'the confirm of a rollback',
    path: () => made.failed,
    reach: async (page) => {
      await page.getByRole('button', { name: 'Roll back to 1.0.0' }).click();
      await dialog(page);
    },
  },
  {
    what: 'the confirm of a cancel',
    path: () => made.succeeded,
    prepare: changed({ ...underWay, state: 'IN_PROGRESS' }),
    reach: async (page) => {
      await page.getByRole('button', { name: 'Cancel deployment' }).click();
      await dialog(page);
    },
  },
  {
    what: 'the list of keys',
    path: () => '/deployments',
    reach: async (page) => {
      await settled(page);
      await page.keyboard.press('?');
      await dialog(page);
    },
  },
  {
    what: 'the command palette',
    path: () => '/services',
    reach: async (page) => {
      await settled(page);
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('combobox', { name: 'Search' })).toBeVisible();
    },
  },
  {
    what: 'deployments paused',
    path: () => '/services',
    prepare: settings({
      mutationsDisabled: true,
      mutationsDisabledReason: 'Maintenance',
      mutationsDisabledSince: new Date().toISOString(),
    }),
    shows: 'Changes are switched off.',
  },
  {
    what: 'an engine out of reach',
    path: () => '/services',
    prepare: settings({
      engine: {
        available: false,
        unavailableSince: new Date().toISOString(),
        abilities: { search: true, cancel: true, observation: true, events: true },
      },
    }),
    shows: 'The deployment engine cannot be reached.',
  },
];

const admin: readonly State[] = [
  ...[
    '',
    '/groups',
    '/groups/demo',
    '/groups/new',
    '/recipes',
    '/recipes/default',
    '/environments',
    '/environments/sandbox',
    '/services',
    '/services/demo-service',
    '/settings',
    '/settings/web',
    '/publishers',
    '/kill-switch',
    '/stalled',
    '/engine',
    '/nothing-here',
  ].map((path): State => ({ what: `admin${path}`, path: () => `/admin${path}`, reach: settled })),
  {
    what: 'a form with changes and a fault',
    path: () => '/admin/groups/demo',
    reach: async (page) => {
      await page.getByRole('region', { name: 'Limits' }).getByLabel('Daily deployments').fill('-1');
      await page.getByRole('checkbox', { name: 'Canary' }).uncheck();
      await expect(page.getByText('Daily deployments: 1,000 → -1')).toBeVisible();
    },
  },
  {
    what: 'a form with the effect of its changes',
    path: () => '/admin/recipes/default',
    prepare: (page) => page.setViewportSize({ width: 1280, height: 500 }),
    reach: async (page) => {
      await page.getByLabel('Status').selectOption('Deprecated');
      await expect(page.getByText('loses the recipe default').first()).toBeVisible();
    },
  },
  {
    what: 'a form that was overtaken',
    path: () => '/admin/recipes/canary',
    prepare: (page) =>
      page.route('**/v1/admin/guardrails/preview', async (route) => {
        const response = await route.fetch();
        const refusal = { code: 'REVISION_CONFLICT', message: 'There is a newer revision', hint: '', facts: {} };
        await page.route('**/v1/recipes/canary', async (asked) => {
          const answer = await asked.fetch();
          const recipe = await answer.json();
          await asked.fulfill({ response: answer, json: { ...recipe, revision: 99, description: 'By somebody' } });
        });
        await route.fulfill({ response, json: { ...(await response.json()), allowed: false, refusals: [refusal] } });
      }),
    reach: (page) => page.getByLabel('Deadline in minutes').fill('45'),
    shows: 'Somebody changed it meanwhile',
  },
  {
    what: 'an event of the audit, open',
    path: () => '/admin/audit?days=0',
    reach: async (page) => {
      await settled(page);
      await page.locator('summary').first().click();
    },
  },
];
const policy = ['', '/groups/demo', '/recipes', '/recipes/default', '/environments/sandbox'].map(
  (path): State => ({ what: `policy${path}`, path: () => `/policy${path}`, reach: settled }),
);

const expectStates = async (page: Page, states: readonly State[]): Promise<void> => {
  for (const { what, path, prepare, shows, reach } of states) {
    await prepare?.(page);
    await page.goto(path());
    await reach?.(page);
    if (shows) await expect(page.getByText(shows).first()).toBeVisible();
    await expectAccessible(page, what);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  }
};

const groups: readonly [name: string, user: User, states: readonly State[]][] = [
  ['list', 'owner', lists],
  ['deployment', 'owner', deployments],
  ['page, form or dialog', 'owner', pages],
  [
    'page for who has none',
    'ci',
    [{ what: 'no pages', path: () => '/services', shows: /your role has no pages here/ }],
  ],
  ['page for admins', 'admin', admin.slice(0, 11)],
  ['further page for admins', 'admin', admin.slice(11)],
  [
    'page of an observer',
    'observer',
    [
      ...policy,
      { what: 'a page for admins', path: () => '/admin', shows: 'This page is for platform admins' },
      { what: 'a service', path: () => `/services/${SERVICE}`, reach: settled },
    ],
  ],
];

for (const [name, user, states] of groups) {
  test(`No ${name} has an accessibility violation or scrolls sideways, in any state, theme or width`, async ({
    page,
  }) => {
    test.setTimeout(240_000);
    await openAs(page, user);
    await expectStates(page, states);
  });
}

test('Signing in and out is accessible when it works and when it does not', async ({ page }) => {
  await page.route('**/config.json', (route) => route.fulfill({ status: 503 }));
  await page.goto('/services');
  await expect(page.getByText('Signing in did not work').last()).toBeVisible();
  await expectAccessible(page, 'a sign-in that failed');
  await page.unrouteAll();
  await openAs(page, 'observer');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(/\/session\/end/);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible();
  await expectAccessible(page, 'signed out');
});

test('Nothing moves for those who ask for less motion, and forced colours keep what shapes say', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openAs(page, 'owner');
  await play(page, { scenario: 'approval', service: SERVICE, version: '1.1.0' });
  await submit(page, { service: SERVICE, version: '1.1.0', environment: 'Sandbox' });
  await expect(page.getByText('waits for an approval').first()).toBeVisible();
  const moving = 'document.getAnimations().filter((one) => one.effect.getComputedTiming().duration > 1).length';
  expect(await page.evaluate(moving)).toBe(0);
  await page.emulateMedia({ forcedColors: 'active' });
  const borders = `[...document.querySelectorAll('[aria-label="Progress"] li > div:first-child')].map(
    (bar) => getComputedStyle(bar).borderTopWidth)`;
  expect(await page.evaluate(borders)).toEqual(Array(5).fill('1px'));
  await play(page);
  await page.getByRole('button', { name: 'Cancel deployment' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel deployment' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Canceled/ })).toBeVisible();
});
