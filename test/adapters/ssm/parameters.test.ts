import type { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeEach, describe, expect, it } from 'vitest';
import { createParameterReader, type ParameterReader } from '../../../lib/adapters/ssm/parameters.ts';

const MINUTE = 60_000;
let stored: Record<string, string>;
let calls: number;
let failing: boolean;
let stale: unknown[];
let now: number;

const send = async (command: GetParametersCommand) => {
  calls += 1;
  if (failing) throw new Error('throttled');
  const names = command.input.Names ?? [];
  return { Parameters: names.filter((name) => name in stored).map((Name) => ({ Name, Value: stored[Name] })) };
};

const reader = (overrides: Record<string, string> = {}): ParameterReader =>
  createParameterReader({
    prefix: '/dxcp/config',
    overrides,
    clock: { now: () => new Date(now) },
    onStale: (error) => stale.push(error),
    client: { send } as unknown as Pick<SSMClient, 'send'>,
  });

beforeEach(() => {
  stored = { '/dxcp/config/engine/url': 'http://gate.example', '/dxcp/config/ui/default_refresh_seconds': '120' };
  [calls, failing, stale, now] = [0, false, [], Date.parse('2026-11-21T00:00:00Z')];
});

describe('deployment configuration', () => {
  it('is read by name, parsed, and completed with defaults', async () => {
    const values = await reader().read(['/engine/url', '/ui/default_refresh_seconds', '/oidc/email_claim']);
    expect(values).toEqual({
      '/engine/url': 'http://gate.example',
      '/ui/default_refresh_seconds': 120,
      '/oidc/email_claim': 'email',
    });
  });

  it('needs no call at all when the environment says everything', async () => {
    const values = await reader({ DXCP_ENGINE_URL: 'http://127.0.0.1:8084' }).read(['/engine/url']);
    expect(values['/engine/url']).toBe('http://127.0.0.1:8084');
    expect(calls).toBe(0);
  });

  it('is kept for five minutes and then read again', async () => {
    const parameters = reader();
    await parameters.read(['/engine/url']);
    now += 5 * MINUTE - 1;
    await parameters.read(['/engine/url']);
    expect(calls).toBe(1);
    stored['/dxcp/config/engine/url'] = 'http://other.example';
    now += 1;
    expect((await parameters.read(['/engine/url']))['/engine/url']).toBe('http://other.example');
  });

  it('is used beyond five minutes while SSM fails, and the operator is told', async () => {
    const parameters = reader();
    await parameters.read(['/engine/url']);
    now += 10 * MINUTE;
    failing = true;
    expect((await parameters.read(['/engine/url']))['/engine/url']).toBe('http://gate.example');
    expect(stale).toHaveLength(1);
  });

  it('is a fault when it was never read, and the fault names the parameter but not its value', async () => {
    failing = true;
    await expect(reader().read(['/engine/url'])).rejects.toThrow('/dxcp/config cannot be read');
    await expect(reader({ DXCP_ENGINE_URL: 'secret nonsense' }).read(['/engine/url'])).rejects.toThrow(
      'Configuration parameter /engine/url (DXCP_ENGINE_URL) is not valid',
    );
    failing = false;
    await expect(reader().read(['/oidc/issuer'])).rejects.toThrow('/oidc/issuer (DXCP_OIDC_ISSUER) is missing');
  });

  it('is asked for in batches that SSM accepts', async () => {
    const names = [
      '/oidc/roles_claim',
      '/oidc/groups_claim',
      '/oidc/email_claim',
      '/oidc/role_platform_admin',
      '/oidc/role_delivery_owner',
      '/oidc/role_observer',
      '/oidc/role_ci_publisher',
      '/api/cors_origins',
      '/ui/default_refresh_seconds',
      '/ui/min_refresh_seconds',
      '/ui/max_refresh_seconds',
    ] as const;
    await reader().read(names);
    expect(calls).toBe(2);
  });
});
