import { describe, expect, it } from 'vitest';
import type { DeliveryGroup } from '../../lib/contract/delivery-group.ts';
import type { Place } from '../../lib/contract/running.ts';
import { aheadOf, environmentOrder, filtered, sectionsOf } from '../../ui/src/screens/services/matrix.ts';

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

  it('orders environments by promotion, across groups', () => {
    expect(environmentOrder([group('x', [], ['sandbox', 'staging', 'prod']), demo])).toEqual([
      'sandbox',
      'prod',
      'staging',
    ]);
  });

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
