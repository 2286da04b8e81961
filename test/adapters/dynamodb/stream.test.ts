import { describe, expect, test } from 'vitest';
import {
  auditKey,
  buildKey,
  deploymentKey,
  type Key,
  planeKey,
  sealedKey,
  sealKey,
  timelineKey,
} from '../../../lib/adapters/dynamodb/keys.ts';
import { createdDeployment, isAlteration } from '../../../lib/adapters/dynamodb/stream.ts';
import { idNumber } from '../../builders/records.ts';

const written = (eventName: string, { pk, sk }: Key) => ({
  eventName,
  dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } } },
});

describe('a record of the stream', () => {
  test('tells of a deployment when its record is inserted, and of nothing else', () => {
    const id = idNumber(1);
    expect(createdDeployment(written('INSERT', deploymentKey(id)))).toBe(id);
    expect(createdDeployment(written('MODIFY', deploymentKey(id)))).toBeUndefined();
    expect(createdDeployment(written('REMOVE', deploymentKey(id)))).toBeUndefined();
    expect(createdDeployment(written('INSERT', timelineKey(id, 1)))).toBeUndefined();
    expect(createdDeployment(written('INSERT', buildKey({ service: 's', version: '1.0.0' })))).toBeUndefined();
    expect(createdDeployment({ eventName: 'INSERT' })).toBeUndefined();
  });

  test('tells of what is on record that it was changed or removed, and of nothing else', () => {
    const lasting = [auditKey({ timestamp: '2026-11-21T09:00:00.000Z', eventId: 'e' }), sealKey(1), sealedKey('e')];
    for (const key of lasting) {
      expect(isAlteration(written('MODIFY', key))).toBe(true);
      expect(isAlteration(written('REMOVE', key))).toBe(true);
      expect(isAlteration(written('INSERT', key))).toBe(false);
    }
    expect(isAlteration(written('MODIFY', deploymentKey('d')))).toBe(false);
    expect(isAlteration(written('MODIFY', planeKey('chain')))).toBe(false);
    expect(isAlteration({ eventName: 'REMOVE' })).toBe(false);
  });
});
