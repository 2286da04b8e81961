import { describe, expect, it } from 'vitest';
import type { DeliveryGroup } from '../../lib/contract/delivery-group.ts';
import type { Environment } from '../../lib/contract/environment.ts';
import type { Place } from '../../lib/contract/running.ts';
import { environmentOrder } from '../../ui/src/screens/services/environment-order.ts';
import { aheadOf, filtered, sectionsOf } from '../../ui/src/screens/services/matrix.ts';

const AT = '2026-01-01T00:00:00Z';

const group = (id: string, services: string[], environments: string[]): DeliveryGroup => ({
  id,
  name: id,
  owners: [],
  services,
  allowedRecipes: [],
  environments: environments.map((name, index) => ({ name, enabled: true, promotionOrder: index + 1 })),
  guardrails: { maxConcurrentDeployments: 1, dailyDeployQuota: 1, dailyRollbackQuota: 1 },
  revision: 1,
  createdAt: AT,
  createdBy: 'a',
  updatedAt: AT,
  updatedBy: 'a',
});

const environment = (name: string, type: Environment['type']): Environment => ({
  name,
  displayName: name,
  type,
  lifecycle: 'active',
  revision: 1,
  createdAt: AT,
  createdBy: 'a',
  updatedAt: AT,
  updatedBy: 'a',
});

const place = (service: string, environment: string, version?: string): Place => ({
  service,
  environment,
  deliveryGroupId: 'demo',
  running: version
    ? {
        service,
        environment,
        scope: 'service',
        version,
        deploymentId: 'd',
        deploymentKind: 'ROLL_FORWARD',
        derivedAt: AT,
      }
    : null,
});

describe('what runs where', () => {
  const demo = group('demo', ['b', 'a'], ['sandbox', 'prod']);

  it('shows services without any place while the list is whole', () => {
    const names = (complete: boolean) =>
      sectionsOf([demo], [place('a', 'sandbox', '1.0.0')], complete).flatMap(({ rows }) => rows.map((r) => r.service));
    expect(names(true)).toEqual(['a', 'b']);
    expect(names(false)).toEqual(['a']);
  });

  it('drops groups in which nothing matches the filter', () => {
    const sections = sectionsOf([demo, group('pay', ['billing'], ['prod'])], [], true);
    expect(filtered(sections, ' BILL ').map(({ id }) => id)).toEqual(['pay']);
  });

  it('says that an environment is behind one before it that runs something newer', () => {
    const [section] = sectionsOf([demo], [place('a', 'sandbox', '1.10.0'), place('a', 'prod', '1.9.0')], true);
    const row = section?.rows[0];
    if (!row) throw new Error('no row');
    expect(aheadOf(row, 'prod', ['sandbox', 'prod'])?.environment).toBe('sandbox');
    expect(aheadOf(row, 'sandbox', ['sandbox', 'prod'])).toBeUndefined();
  });
});

describe('the order of the columns', () => {
  const known = ['dev', 'perf', 'sandbox', 'staging'].map((name) => environment(name, 'non_prod'));
  const columns = (...orders: string[][]) =>
    environmentOrder(
      orders.map((order, index) => group(`g${index}`, [], order)),
      [...known, environment('prod', 'prod')],
    ).join(' ');

  it.each<[string, string[][], string]>([
    ['is that of the only group', [['sandbox', 'staging', 'prod']], 'sandbox staging prod'],
    [
      'puts production last for a group that skips staging',
      [
        ['sandbox', 'staging', 'prod'],
        ['sandbox', 'prod'],
      ],
      'sandbox staging prod',
    ],
    [
      'joins orders that share an environment',
      [
        ['dev', 'sandbox', 'staging'],
        ['staging', 'perf'],
      ],
      'dev sandbox staging perf',
    ],
    [
      'follows most of the groups',
      [
        ['sandbox', 'staging'],
        ['staging', 'sandbox'],
        ['sandbox', 'staging'],
      ],
      'sandbox staging',
    ],
    [
      'holds against one odd group',
      [
        ['prod', 'sandbox'],
        ['sandbox', 'staging', 'prod'],
      ],
      'sandbox staging prod',
    ],
    [
      'ends where the orders go in a circle',
      [
        ['dev', 'sandbox'],
        ['sandbox', 'perf'],
        ['perf', 'dev'],
      ],
      'dev sandbox perf',
    ],
  ])('%s', (_, orders, expected) => {
    expect(columns(...orders)).toBe(expected);
  });

  it('needs no types, which come later than the groups', () => {
    expect(
      environmentOrder([group('a', [], ['sandbox', 'staging', 'prod']), group('b', [], ['sandbox', 'prod'])], []),
    ).toEqual(['sandbox', 'staging', 'prod']);
  });
});
