import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inPlainWords, redact, withoutEngineWords, withoutSecrets } from '../../../lib/adapters/spinnaker/redaction.ts';

const SMALL = 4_000;
const FACTOR = 32;
/** Noise may make it so many times more than the proportion; a square would make it FACTOR times more. */
const NOISE = 8;

/** Beginnings of what is looked for, which keep a careless pattern going back and forth. */
const REPEATED = [
  'a',
  '.',
  'a.',
  'a-',
  '-a',
  ' ',
  '\n',
  '\n ',
  '\r',
  '\t',
  '\\',
  '\\"',
  '"',
  "'",
  '`',
  ':',
  '@',
  '[',
  '<',
  '%25',
  '%5C',
  '&amp;',
  'a:',
  'f:',
  '1.',
  '1.1.1.1',
  'a:a@',
  'a:1',
  'a:11.',
  'http://',
  'http:',
  '://',
  'at a',
  'at ',
  'at a(',
  'password',
  'passphrase ',
  'passphrase a ',
  'my password is ',
  'app secret ',
  'arn:aws:',
  'arn:a::',
  'C:\\a',
  '/a:line 1',
  'in /a',
  'a.a()\n',
  'a.(*a).a(0x1, ',
  'password=',
  'password="',
  'password\\"',
  'token ',
  'token"',
  '<password',
  '<password>',
  '--token ',
  'cookie',
  'cookie:\n ',
  'x-',
  'x-a:',
  'bearer ',
  'basic',
  'eyJ',
  'eyJ-',
  'eyJaaaaaaaaaaaaaaaaaaaa.',
  'AKIA',
  'ghp_',
  '-----BEGIN A',
  '-----BEGIN A-----',
  '-----END ',
  'ip-1-1-1-1',
  'lookup ',
  'host ',
  'unknown host',
  'resolve',
  'sha256:',
  'A1a',
  'Status: 200, Method: GET, URL: x',
  'Stage ',
  'Task of stage ',
  'pausedDuration:',
  'Unable to trigger pipeline (',
  'Failed on startup:',
  '; nested exception is',
  '${',
  '${a',
  '#a(',
  'trigger[',
  'trigger[a]',
  'com.netflix.',
  'a.b.C',
  'SpelException',
  'KatoTask',
  'spin-',
  'gate ',
  'EL1007E:',
  'a.svc',
  'spec.',
  'a/',
  'a/1.1.1.1',
  'a.b.c.de',
  '.local',
  'localhost',
  'value:',
  'name: DB_PASSWORD\n',
  '-u a:',
  '-u "a:',
  'mysql ',
  'mysql -p',
  'login -p "',
  'ldap -w ',
  'a/a@',
  'a/a',
  'with password ',
  'passwd ',
  'client_secret ',
  'a-1 refused',
  'connection refused by ',
  'goroutine 1 [',
  'goroutine 1 [a]',
  'a.(*a).a(',
  'a.a() /a',
  'at a (/',
  'at /a:1',
] as const;

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
    ['nothing listens at localhost', 'nothing listens at [address]'],
    ['curl -u admin:S3cretPw failed', 'curl -u [secret] failed'],
    ['docker login -u admin -p S3cretPw', 'docker login -u admin -p [secret]'],
    ['mysql -pS3cret shop', 'mysql -p[secret] shop'],
    ['scott/tiger@db', '[address]'],
    ['login with password hunter2', 'login with password [secret]'],
    ['login with password swordfish failed', 'login with password [secret] failed'],
    ['passwd hunter2', 'passwd [secret]'],
    ['client_secret abcdefgh', 'client_secret [secret]'],
    ['my password is hunter2', 'my password is [secret]'],
    ['my password is swordfish, he said', 'my password is [secret] he said'],
    ['the token was a1b2c3', 'the token was [secret]'],
    ['app secret hunter2', 'app secret [secret]'],
    ['passphrase: correct horse battery staple', 'passphrase: [secret]'],
    ['passphrase is correct horse battery staple. Next', 'passphrase is [secret]. Next'],
    ['with passphrase correct horse battery staple', 'with passphrase [secret]'],
    ['arn:aws:iam::123456789012:role/deployer may not', 'arn:aws:iam::[address]:role/deployer may not'],
    ['arn:aws-cn:sts::123456789012:assumed-role/a/b', 'arn:aws-cn:sts::[address]:assumed-role/a/b'],
    ['boom at Shop.Foo.Bar(String x) in C:\\src\\Foo.cs:line 12 end', 'boom end'],
    ['boom in /src/Foo.cs:line 12', 'boom'],
    ['panic: x\n\ngoroutine 1 [running]:\nmain.main()\n\t/go/src/app/main.go:7 +0x1d\nexit', 'panic: x exit'],
    ['panic: x\nnet/http.(*conn).serve(0xc0001, {0x7f, 0xc2})\n\t/go/net/server.go:7\nexit', 'panic: x exit'],
    ['mysql-primary-0 refused', '[address] refused'],
    ['cannot connect to vault-7', 'cannot connect to [address]'],
    ['panic: x goroutine 1 [running]: main.main() /go/src/app/main.go', 'panic: x'],
    ['x is not a function at Object.<anonymous> (/srv/app/server.js:1:2)', 'x is not a function'],
    ['x is not a function at Object.<anonymous> (/srv/app/ser', 'x is not a function'],
    ['boom\n\tat com.foo.Bar.run(Bar.java:12)\nCaused by: x\n\t... 12 more\nend', 'boom end'],
  ])('%j is told as %j', (said, told) => {
    expect(redact(said)).toBe(told);
  });

  test('versions, names and plain sentences stay as they are', () => {
    const plain = "'deployment shop' in 'prod' for account a: 1.2.3-rc.1 exceeded its progress deadline";
    expect(redact(plain)).toBe(plain);
  });

  test.each([
    'the password is wrong',
    'my password is wrong',
    'your token is expired',
    'the passphrase is wrong',
    'the passphrase for the key is missing',
    'app secret not found',
    'call shop.open() in the handler',
    'arn:aws:s3:::bucket/key is missing',
    'password authentication failed for user shop',
    'with password authentication',
    'secret db-credentials-2 not found',
    'the token expired, client_secret is missing',
    'mkdir -p /srv/app failed; docker run -p 80 x',
    'the primary-key constraint and the secret-key-ref of db-secret mounted',
    `image shop/api@sha256:${'3fa9'.repeat(16)}`,
    'package shop/api@1.2.3-rc.1 at v2 (see the notes)',
    'uses actions/checkout@v4',
    'the change was refused by ann.smith2',
    'Deploy to prod timed out at step 3 (of 5)',
    'sudo -u deploy ran',
  ])('%j stays as it is', (plain) => {
    expect(redact(plain)).toBe(plain);
  });

  test('long texts are cut', () => {
    expect(redact('a.'.repeat(10_000), 100)).toHaveLength(100);
  });

  test('people who ship services do not read the names of the engine’s parts', () => {
    expect(inPlainWords('Orca could not reach clouddriver')).toBe('the engine could not reach the engine');
  });

  test.each(REPEATED)('reading takes time in proportion to the length, with %j over and over', (piece) => {
    const small = piece.repeat(SMALL / piece.length);
    const large = small.repeat(FACTOR);
    for (const read of [withoutSecrets, withoutEngineWords]) {
      expect(fastest(() => read(large)) / fastest(() => read(small))).toBeLessThan(FACTOR * NOISE);
    }
  });

  test('reading takes time in proportion to the length, whatever is repeated', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...REPEATED), { minLength: 2, maxLength: 4 }), async (pieces) => {
        const piece = pieces.join('');
        const small = piece.repeat(SMALL / piece.length);
        const time = fastest(() => withoutSecrets(small));
        return fastest(() => withoutSecrets(small.repeat(FACTOR))) / time < FACTOR * NOISE;
      }),
      { numRuns: 10 },
    );
  });
});

/**
 * Milliseconds of this thread's processor in the quickest of some runs, whatever else the machine does, and never less
 * than can be told from nothing.
 */
function fastest(run: () => void): number {
  const times = [1, 2].map(() => {
    const begun = process.threadCpuUsage();
    run();
    const { user, system } = process.threadCpuUsage(begun);
    return (user + system) / 1000;
  });
  return Math.max(1, Math.min(...times));
}
