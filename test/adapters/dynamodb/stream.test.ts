import { describe, expect, test } from 'vitest';
import { buildKey, deploymentKey, type Key, timelineKey } from '../../../lib/adapters/dynamodb/keys.ts';
import { createdDeployment } from '../../../lib/adapters/dynamodb/stream.ts';
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
});
