import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  paginateGetParametersByPath,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AwsServer, byTarget, serveAws } from '../../../lib/local/aws/http.ts';
import { openSsm } from '../../../lib/local/aws/ssm.ts';

const NOW = Date.parse('2026-11-21T09:30:00Z');

let directory: string;
let server: AwsServer;
let ssm: SSMClient;

async function boot() {
  const serve = await openSsm({ file: join(directory, 'ssm', 'parameters.json'), now: () => NOW });
  server = await serveAws({ mounts: [{ matches: byTarget('AmazonSSM'), serve, maxBodyBytes: 100_000 }], port: 0 });
  const credentials = { accessKeyId: 'a', secretAccessKey: 's' };
  ssm = new SSMClient({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 });
}

async function shutdown() {
  ssm.destroy();
  await server.close();
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dxcp-ssm-'));
  await boot();
});

afterEach(async () => {
  await shutdown();
  await rm(directory, { recursive: true });
});

const put = (Name: string, Value: string, more: Partial<PutParameterCommandInput> = {}) =>
  ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', ...more }));
const get = async (Name: string, WithDecryption?: boolean) =>
  (await ssm.send(new GetParameterCommand({ Name, WithDecryption }))).Parameter;

async function namesUnder(Path: string, more: object = {}) {
  const pages: string[][] = [];
  for await (const page of paginateGetParametersByPath({ client: ssm }, { Path, ...more })) {
    pages.push((page.Parameters ?? []).map(({ Name }) => String(Name)));
  }
  return pages;
}

describe('a parameter', () => {
  it('is kept with type, version and date', async () => {
    await put('/dxcp/config/api/cors_origins', 'https://a,https://b', { Type: 'StringList' });
    expect(await get('/dxcp/config/api/cors_origins')).toMatchObject({
      Value: 'https://a,https://b',
      Type: 'StringList',
      Version: 1,
      LastModifiedDate: new Date(NOW),
      ARN: 'arn:aws:ssm:us-east-1:000000000000:parameter/dxcp/config/api/cors_origins',
    });
  });

  it('is overwritten only on request, which counts its version up and keeps its type', async () => {
    await put('/a', 'one', { Type: 'SecureString' });
    await expect(put('/a', 'two')).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
    expect((await put('/a', 'two', { Overwrite: true, Type: undefined })).Version).toBe(2);
    expect(await get('/a', true)).toMatchObject({ Value: 'two', Type: 'SecureString', Version: 2 });
  });

  it('that is secret shows itself only when decryption is asked for', async () => {
    await put('/secret', 'hush', { Type: 'SecureString' });
    expect((await get('/secret'))?.Value).not.toContain('hush');
    expect((await get('/secret', true))?.Value).toBe('hush');
  });

  it('that is unknown is ParameterNotFound to get and delete', async () => {
    await expect(get('/absent')).rejects.toMatchObject({ name: 'ParameterNotFound' });
    const remove = new DeleteParameterCommand({ Name: '/absent' });
    await expect(ssm.send(remove)).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });

  it('without a value is a ValidationException', async () => {
    await expect(put('/a', '')).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('survives a restart, and a deletion does too', async () => {
    await put('/kept', 'x');
    await put('/deleted', 'x');
    await ssm.send(new DeleteParameterCommand({ Name: '/deleted' }));
    await shutdown();
    await boot();
    expect((await get('/kept'))?.Value).toBe('x');
    await expect(get('/deleted')).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });

  it('is written to a file only its owner may read', async () => {
    await put('/secret', 'hush', { Type: 'SecureString' });
    expect((await stat(join(directory, 'ssm', 'parameters.json'))).mode & 0o777).toBe(0o600);
  });
});

describe('several parameters', () => {
  it('are read at once, naming those that do not exist', async () => {
    await put('/a', '1');
    const answer = await ssm.send(new GetParametersCommand({ Names: ['/a', '/absent'] }));
    expect(answer.Parameters?.map(({ Name }) => Name)).toEqual(['/a']);
    expect(answer.InvalidParameters).toEqual(['/absent']);
  });

  it('written at the same time are all kept', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => put(`/many/${n}`, 'x')));
    await shutdown();
    await boot();
    expect((await namesUnder('/many')).flat()).toHaveLength(20);
  });

  it('are listed by path, one level or all, in pages without gaps', async () => {
    for (const each of ['/p/a', '/p/b/c', '/p/b/d', '/p/e', '/pq']) await put(each, 'x');
    expect(await namesUnder('/p')).toEqual([['/p/a', '/p/e']]);
    expect(await namesUnder('/p/', { Recursive: true, MaxResults: 3 })).toEqual([
      ['/p/a', '/p/b/c', '/p/b/d'],
      ['/p/e'],
    ]);
    expect((await namesUnder('/nothing')).flat()).toEqual([]);
  });
});
