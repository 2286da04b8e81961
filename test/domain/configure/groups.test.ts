import { describe, expect, test } from 'vitest';
import type { DeliveryGroupUpdate } from '../../../lib/contract/delivery-group.ts';
import { decideGroupUpdate, decideNewGroup, type GroupFacts } from '../../../lib/domain/configure/decide-group.ts';
import { aDeliveryGroup, aService } from '../../builders/config.ts';
import { anAdmin } from '../../usecases/callers.ts';

const cause = {
  actor: anAdmin(),
  requestId: 'request-1',
  now: '2026-11-21T12:00:00.000Z',
  eventId: 'event-1',
};
const existing = aDeliveryGroup({
  services: ['demo-service'],
  allowedRecipes: ['default'],
  environments: [{ name: 'sandbox', enabled: true, promotionOrder: 1 }],
});
const settings = {
  name: existing.name,
  owners: [...existing.owners],
  services: ['demo-service'],
  allowedRecipes: ['default'],
  environments: [{ name: 'sandbox', enabled: true, promotionOrder: 1 }],
  guardrails: existing.guardrails,
  ...(existing.description === undefined ? {} : { description: existing.description }),
};

const factsWith = (set: Partial<GroupFacts> = {}): GroupFacts => ({
  existing,
  services: new Map([
    ['demo-service', aService({ deliveryGroupId: 'demo' })],
    ['free-service', aService({ name: 'free-service' })],
    ['taken-service', aService({ name: 'taken-service', deliveryGroupId: 'payments' })],
  ]),
  knownRecipes: new Set(['default', 'canary']),
  knownEnvironments: new Set(['sandbox', 'prod']),
  uses: {
    recipe: new Map([['default', { groups: ['demo', 'payments'], revision: 5 }]]),
    environment: new Map([['sandbox', { groups: ['demo'], revision: 2 }]]),
  },
  registry: { ids: ['demo', 'payments'], revision: 4 },
  killSwitch: { mutationsDisabled: false, epoch: 3 },
  ...set,
});

const update = (set: Partial<DeliveryGroupUpdate> = {}, facts = factsWith()) =>
  decideGroupUpdate({ ...facts, existing }, { ...settings, revision: 1, reason: 'It is time', ...set }, cause);
const changeOf = (decision: ReturnType<typeof update>) => {
  if (!decision.admitted) throw new Error(`Not admitted: ${JSON.stringify(decision)}`);
  return decision.change;
};
const pathsOf = (decision: ReturnType<typeof update>) =>
  'fields' in decision ? decision.fields.map(({ path }) => path) : [];

describe('A new delivery group', () => {
  const added = (facts = factsWith({ existing: undefined })) =>
    decideNewGroup(facts, { id: 'added', ...settings, services: ['free-service'] }, cause);

  test('is registered, has its guard row, and takes its services', () => {
    const change = changeOf(added());
    expect(change.groupRegistry?.after).toEqual({ ids: ['added', 'demo', 'payments'], revision: 5 });
    expect(change.newGuard).toEqual({ deliveryGroupId: 'added', revision: 1, mutationsDisabled: false, epoch: 3 });
    expect(change.configuration?.map(({ kind }) => kind)).toEqual(['deliveryGroup', 'service']);
    expect(change.configuration?.[1]).toMatchObject({ after: { deliveryGroupId: 'added' } });
    expect(change.uses).toEqual([
      expect.objectContaining({
        of: { kind: 'recipe', id: 'default' },
        after: { groups: ['added', 'demo', 'payments'], revision: 6 },
      }),
      expect.objectContaining({
        of: { kind: 'environment', id: 'sandbox' },
        after: { groups: ['added', 'demo'], revision: 3 },
      }),
    ]);
    expect(change.audit).toEqual([
      expect.objectContaining({
        eventType: 'ADMIN_CREATE',
        targetType: 'DeliveryGroup',
        targetId: 'added',
        deliveryGroupId: 'added',
        summary: 'Added delivery group added',
      }),
    ]);
  });

  test('can be the first of a plane', () => {
    const change = changeOf(added(factsWith({ existing: undefined, registry: undefined, killSwitch: undefined })));
    expect(change.groupRegistry?.after).toEqual({ ids: ['added'], revision: 1 });
    expect(change.newGuard?.epoch).toBe(0);
  });

  test('does not take the place of one that there is, nor what is not there', () => {
    expect(added(factsWith())).toMatchObject({
      refusals: [{ code: 'ALREADY_EXISTS', message: 'There is a delivery group added already' }],
    });
    expect(pathsOf(added(factsWith({ existing: undefined, services: new Map() })))).toEqual(['body.services.0']);
  });
});

describe('A change of a delivery group', () => {
  test('takes services in and lets others go, and tells all that it refers to', () => {
    const change = changeOf(
      update({
        services: ['free-service'],
        allowedRecipes: ['canary'],
        environments: [{ name: 'prod', enabled: true, promotionOrder: 1 }],
      }),
    );
    const [, joined, left] = change.configuration ?? [];
    expect(joined).toMatchObject({ after: { name: 'free-service', deliveryGroupId: 'demo' } });
    expect(left).toMatchObject({ after: { name: 'demo-service' } });
    expect(left?.after).not.toHaveProperty('deliveryGroupId');
    expect(change.uses?.map(({ of, after }) => [of.id, after?.groups])).toEqual([
      ['canary', ['demo']],
      ['default', ['payments']],
      ['prod', ['demo']],
      ['sandbox', []],
    ]);
    expect(change.renew).toEqual(['demo']);
    expect(change.audit?.[0]).toMatchObject({
      eventType: 'ADMIN_UPDATE',
      summary: 'Changed delivery group demo: services, allowedRecipes, environments',
      before: { services: ['demo-service'], allowedRecipes: ['default'] },
      after: { services: ['free-service'], allowedRecipes: ['canary'] },
    });
  });

  test('lets go what has been forgotten already', () => {
    const facts = factsWith({ services: new Map(), uses: { recipe: new Map(), environment: new Map() } });
    const change = changeOf(update({ services: [], allowedRecipes: [] }, facts));
    expect(change.configuration).toHaveLength(1);
    expect(change.uses).toMatchObject([{ after: { groups: [], revision: 1 } }]);
  });

  test('that changes nothing writes nothing', () => {
    expect(changeOf(update())).toEqual({});
  });

  test('of what somebody else changed meanwhile is refused', () => {
    expect(update({ revision: 9 })).toMatchObject({
      refusals: [
        {
          code: 'REVISION_CONFLICT',
          message: 'There is revision 1 of the delivery group demo, by alice@example.com; you changed revision 9',
          facts: { revision: 1, seen: 9, updatedBy: 'alice@example.com' },
        },
      ],
    });
  });

  test('takes no service from another group, and names each', () => {
    expect(update({ services: ['demo-service', 'taken-service'] })).toStrictEqual({
      admitted: false,
      refusals: [
        {
          code: 'SERVICE_ALREADY_ASSIGNED',
          message: 'taken-service is in the delivery group payments',
          hint: 'A service is in one group. Take it out of payments first, then add it here.',
          facts: { service: 'taken-service', deliveryGroupId: 'payments' },
        },
      ],
    });
  });

  test('names every field that leads nowhere', () => {
    const environments = [
      {
        name: 'moon',
        enabled: true,
        promotionOrder: 1,
        routes: { 'free-service': 'default', 'demo-service': 'canary' },
      },
      { name: 'sandbox', enabled: true, promotionOrder: 2, routes: { 'demo-service': 'default' } },
    ];
    const wrong = update({ services: ['demo-service', 'nobody'], allowedRecipes: ['default', 'nope'], environments });
    expect(wrong).toStrictEqual({
      admitted: false,
      fields: [
        { path: 'body.services.1', message: 'There is no service nobody' },
        { path: 'body.allowedRecipes.1', message: 'There is no recipe nope' },
        { path: 'body.environments.0', message: 'There is no environment moon' },
        { path: 'body.environments.0.routes.free-service', message: 'free-service is not a service of this group' },
        {
          path: 'body.environments.0.routes.demo-service',
          message: 'canary is not a recipe that this group allows',
        },
      ],
    });
  });

  test('of more than one transaction takes is to be made in steps', () => {
    const names = Array.from({ length: 80 }, (_, number) => `service-${number}`);
    const services = new Map([...factsWith().services, ...names.map((name) => [name, aService({ name })] as const)]);
    const joined = (count: number, allowedRecipes: readonly string[]) =>
      update(
        { services: ['demo-service', ...names.slice(0, count)], allowedRecipes: [...allowedRecipes] },
        factsWith({ services }),
      );
    expect(joined(80, ['default'])).toMatchObject({ admitted: true });
    expect(joined(79, ['default', 'canary'])).toMatchObject({ admitted: true });
    expect(joined(80, ['default', 'canary'])).toStrictEqual({
      admitted: false,
      fields: [{ path: 'body', message: 'changes 81 services, recipes and environments; at most 80 at once' }],
    });
  });
});
