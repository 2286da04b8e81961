import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Networks by their first address and the length of their prefix. */
type Networks = readonly (readonly [string, number])[];

const LOOPBACK: Networks = [['127.0.0.0', 8]];

/** What no engine lives at: nothing, the link itself, services of the cloud for its machines, groups and everybody. */
const NEVER: Networks = [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  ['192.0.0.192', 32],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

const NEVER_IPV6: Networks = [
  ['::', 128],
  ['fe80::', 10],
  ['ff00::', 8],
  // The instance services of AWS (metadata, time, names) and the metadata of Google.
  ['fd00:ec2::', 32],
  ['fd20:ce::254', 128],
  // Translation of the network's own choice, Teredo and 6to4: each carries an IPv4 address that may be any machine.
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
];

const bytesOf = (address: string): readonly number[] => address.split('.').map(Number);

const groupsOf = (address: string): string => {
  const [a = 0, b = 0, c = 0, d = 0] = bytesOf(address);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
};

/**
 * An IPv4 network is reached through IPv6, too: mapped, compatible or translated (NAT64). All of these spell the same
 * machine.
 */
const addIpv4 = (list: BlockList, networks: Networks): void => {
  for (const [first, prefix] of networks) {
    list.addSubnet(first, prefix, 'ipv4');
    for (const before of ['::ffff:', '64:ff9b::', '::ffff:0:']) {
      list.addSubnet(`${before}${groupsOf(first)}`, 96 + prefix, 'ipv6');
    }
    // The compatible spelling of 0.0.0.0/8 holds ::1, which is the loopback's.
    if (first !== '0.0.0.0') list.addSubnet(`::${groupsOf(first)}`, 96 + prefix, 'ipv6');
  }
};

const listOf = (ipv4: Networks, ipv6: Networks): BlockList => {
  const list = new BlockList();
  addIpv4(list, ipv4);
  for (const [first, prefix] of ipv6) list.addSubnet(first, prefix, 'ipv6');
  return list;
};

const never = listOf(NEVER, NEVER_IPV6);
const loopback = listOf(LOOPBACK, [['::1', 128]]);

const isIn = (list: BlockList, address: string): boolean =>
  isIPv4(address) ? list.check(address, 'ipv4') : list.check(address, 'ipv6');

/** Whether this is an IP address of the machine itself, in any spelling of it. */
export const isLoopback = (address: string): boolean => (isIPv4(address) || isIPv6(address)) && isIn(loopback, address);

export type AddressRules = {
  /** The machine itself may be called. */
  readonly allowLoopback: boolean;
  /** Nothing but the machine itself may be called. */
  readonly onlyLoopback?: boolean;
};

/** Whether this IP address may be called. Private networks may: engines live in them. What is no IP address may not. */
export const mayCall = (address: string, { allowLoopback, onlyLoopback = false }: AddressRules): boolean => {
  if (!isIPv4(address) && !isIPv6(address)) return false;
  if (isIn(loopback, address)) return allowLoopback;
  return !onlyLoopback && !isIn(never, address);
};
