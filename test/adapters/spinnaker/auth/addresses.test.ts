import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLoopback, mayCall } from '../../../../lib/adapters/spinnaker/outbound/addresses.ts';
import { hostIn, hostsIn, urlProblem } from '../../../../lib/adapters/spinnaker/outbound/url-guard.ts';

const cloud = { allowLoopback: false };
const local = { allowLoopback: true };

/** Every way to write an IPv4 address as an IPv6 one that reaches it. */
const disguises = (address: string): readonly string[] => {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  return [address, `::ffff:${address}`, `::ffff:${hex}`, `0:0:0:0:0:ffff:${hex}`, `::ffff:0:${hex}`, `64:ff9b::${hex}`];
};

const never = [
  '0.0.0.0',
  '0.1.2.3',
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
];
const neverIpv6 = [
  '::',
  'fe80::1',
  'fe80::1%eth0',
  'febf::1',
  'ff02::1',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
  '64:ff9b:1::a9fe:a9fe',
  '64:ff9b:1:ffff::a00:1',
  '2001::1',
  '2001:0:4136:e378:8000:63bf:5601:5601',
  '2002:a9fe:a9fe::1',
  '2002:7f00:1::1',
  '2002:808:808::1',
];
const private4 = ['10.0.0.1', '172.16.3.4', '192.168.1.1', '100.64.0.7', '8.8.8.8', '100.100.100.201', '169.253.1.1'];
const private6 = ['fd12:3456::1', 'fc00::1', '2001:db8::1', '2606:4700::1111'];

describe('The addresses that DXCP calls', () => {
  test.each([...never.flatMap(disguises), ...neverIpv6])('never include %s', (address) => {
    expect(mayCall(address, cloud)).toBe(false);
    expect(mayCall(address, local)).toBe(false);
  });

  test.each([...private4.flatMap(disguises), ...private6])(
    'include %s, because engines live in private networks',
    (address) => {
      expect(mayCall(address, cloud)).toBe(true);
    },
  );

  test.each([...['127.0.0.1', '127.255.0.9'].flatMap(disguises), '::1', '::1%lo', '0:0:0:0:0:0:0:1', '::127.0.0.1'])(
    'include %s where this machine is allowed, and nothing else without TLS',
    (address) => {
      expect(isLoopback(address)).toBe(true);
      expect(mayCall(address, cloud)).toBe(false);
      expect(mayCall(address, local)).toBe(true);
      expect(mayCall(address, { allowLoopback: true, onlyLoopback: true })).toBe(true);
      expect(mayCall('10.0.0.1', { allowLoopback: true, onlyLoopback: true })).toBe(false);
    },
  );

  test('are addresses', () => {
    for (const text of ['', 'gate.example', '1.2.3', '1.2.3.4.5', '0x7f.0.0.1', ':::'])
      expect(mayCall(text, local)).toBe(false);
  });

  test('do not depend on the spelling, whatever the address', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const verdicts = new Set(disguises(address).map((spelling) => mayCall(spelling, cloud)));
        expect(verdicts.size).toBe(1);
      }),
    );
  });
});

const rules = {
  allowedHosts: ['gate.example.com', '*.internal.example.com', '10.0.0.7', 'fd12::7'],
  allowLoopback: false,
};
const anyHost = (host: string) => ({ allowedHosts: [host], allowLoopback: false });

describe('An address that an operator writes', () => {
  test.each([
    'https://gate.example.com',
    'https://gate.example.com/api/v1',
    'https://GATE.example.com:8443/',
    'https://gate.example.com./',
    'https://a.internal.example.com',
    'https://a.b.internal.example.com',
    'https://10.0.0.7',
    'https://[fd12::7]:8443',
  ])('may be %s', (url) => {
    expect(urlProblem(url, rules)).toBeUndefined();
  });

  test.each([
    ['ftp://gate.example.com', 'Only https'],
    ['file:///etc/passwd', 'Only https'],
    ['http://gate.example.com', 'Only https'],
    ['http://10.0.0.7', 'Only https'],
    ['gate.example.com', 'not a URL'],
    ['//gate.example.com', 'not a URL'],
    ['https://', 'not a URL'],
    ['https://gate.example.com\\@evil.example', 'not a URL'],
    ['https://gate.example\n.com', 'not a URL'],
    [' https://gate.example.com', 'not a URL'],
    ['https://gate.example.com/\u0000', 'not a URL'],
    [`https://gate.example.com/${'a'.repeat(2048)}`, 'not a URL'],
    ['https://user@gate.example.com', 'credentials'],
    ['https://user:password@gate.example.com', 'credentials'],
    ['https://gate.example.com@evil.example', 'credentials'],
    ['https://gate.example.com?x=1', 'no query'],
    ['https://gate.example.com#x', 'no query'],
    ['https://evil.example', 'not called'],
    ['https://gate.example.com.evil.example', 'not called'],
    ['https://evilgate.example.com', 'not called'],
    ['https://internal.example.com', 'not called'],
    ['https://evilinternal.example.com', 'not called'],
    ['https://ɡate.example.com', 'not called'],
    ['https://10.0.0.8', 'not called'],
  ])('is refused when it is %j', (url, reason) => {
    expect(urlProblem(url, rules)).toContain(reason);
  });

  const metadata = [
    '169.254.169.254',
    '2852039166',
    '0xa9fea9fe',
    '0251.0376.0251.0376',
    '169.254.43518',
    '0xa9.254.0xa9.254',
    '169.254.169.254.',
    '[::ffff:169.254.169.254]',
    '[::ffff:a9fe:a9fe]',
    '[64:ff9b::a9fe:a9fe]',
    '[64:ff9b:1::a9fe:a9fe]',
    '[2002:a9fe:a9fe::1]',
    '[2001:0:a9fe:a9fe::1]',
    '[fd00:ec2::254]',
    '[fe80::1]',
    '100.100.100.200',
    '0',
    '0.0.0.0',
    '[::]',
    '255.255.255.255',
    '224.0.0.1',
  ];
  test.each(metadata)('is refused for https://%s, however it is spelled and whatever is listed', (host) => {
    const listed = anyHost(hostIn(`https://${host}`) ?? '');
    expect(urlProblem(`https://${host}/latest`, listed)).toContain('belongs to no engine');
    expect(urlProblem(`https://${host}/latest`, { ...listed, allowLoopback: true })).toContain('belongs to no engine');
  });

  const loopback = [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    'localhost',
    'LOCALHOST',
    'localhost.',
    'gate.localhost',
    '①②⑦.0.0.1',
  ];
  test.each(loopback)('reaches this machine as https://%s only where that is allowed', (host) => {
    const listed = anyHost(hostIn(`https://${host}`) ?? '');
    expect(urlProblem(`https://${host}`, listed)).toContain('/engine/allow_loopback');
    for (const scheme of ['https', 'http']) {
      expect(urlProblem(`${scheme}://${host}:8084`, { ...listed, allowLoopback: true })).toBeUndefined();
    }
  });

  test('is not repeated in what is said of it', () => {
    fc.assert(
      fc.property(
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
        fc.stringMatching(/^[a-z0-9]{12}$/),
        (url, secret) => {
          const problem = urlProblem(url.replace('://', `://user:${secret}@`), rules);
          expect(['A URL with credentials in it is not called', 'This is not a URL']).toContain(problem);
          expect(problem).not.toContain(secret);
        },
      ),
    );
  });

  test('is judged in no time, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 3000, unit: 'binary' }), (text) => {
        expect(['string', 'undefined']).toContain(typeof urlProblem(text, rules));
      }),
    );
  });
});

test('A list of hosts is read leniently, and an empty one allows none', () => {
  expect(hostsIn(' Gate.example.com ,, [::1],*.Internal. ')).toEqual(['gate.example.com', '::1', '*.internal']);
  expect(hostsIn('')).toEqual([]);
  for (const pattern of ['*', '*.', '.', '.com', '*.*'])
    expect(urlProblem('https://gate.example.com', anyHost(pattern))).toContain('/engine/allowed_hosts');
});
