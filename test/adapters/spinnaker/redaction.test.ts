import { describe, expect, test } from 'vitest';
import { inPlainWords, redact } from '../../../lib/adapters/spinnaker/redaction.ts';

describe('Redaction of what the engine says', () => {
  test.each([
    ['get https://user:pw@front50.svc.cluster.local:8080/pipelines?token=abc failed', 'get [address] failed'],
    ['Status: 404, Method: GET, URL: http://front50/x?refresh=true, Message: not there', 'Status 404: not there'],
    ['Authorization: Bearer abc.def.ghi', 'Authorization: [secret]'],
    ['sent bearer abcdef0123456789', 'sent bearer [secret]'],
    ['"password": "hunter2" was wrong', '"password": "[secret]" was wrong'],
    ['db_password=hunter2;x', 'db_password=[secret]'],
    ['jwt eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln here', 'jwt [secret] here'],
    ['key AKIAABCDEFGHIJKLMNOP', 'key [secret]'],
    ['token spk_0123456789abcdef', 'token [secret]'],
    ['dial tcp 10.1.2.3:443: refused', 'dial tcp [address]: refused'],
    ['host redis.prod.internal:6379 is down', 'host [address] is down'],
    ['boom\n\tat com.foo.Bar.run(Bar.java:12)\nCaused by: x\n\t... 12 more\nend', 'boom end'],
  ])('%j is told as %j', (said, told) => {
    expect(redact(said)).toBe(told);
  });

  test('versions, names and plain sentences stay as they are', () => {
    const plain = "'deployment shop' in 'prod' for account a: 1.2.3-rc.1 exceeded its progress deadline";
    expect(redact(plain)).toBe(plain);
  });

  test('long texts are cut, without spending long on them', () => {
    const begun = performance.now();
    expect(redact('a.'.repeat(1_000_000), 100)).toHaveLength(100);
    expect(redact('token'.repeat(100_000), 100).length).toBeLessThanOrEqual(100);
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  test('people who ship services do not read the names of the engine’s parts', () => {
    expect(inPlainWords('Orca could not reach clouddriver')).toBe('the engine could not reach the engine');
  });
});
