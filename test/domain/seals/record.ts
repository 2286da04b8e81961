import { generateKeyPairSync, sign } from 'node:crypto';
import { sealTools } from '../../../lib/adapters/system/seal-tools.ts';
import type { AuditEvent } from '../../../lib/contract/audit.ts';
import type { AuditLine, EventLine, SealLine } from '../../../lib/contract/seal.ts';
import {
  type ChainHead,
  headAfter,
  inclusionOf,
  lineOf,
  nextSeal,
  type Seal,
  sealedHeadOf,
} from '../../../lib/domain/seals/seal.ts';
import { anAuditEvent, idNumber } from '../../builders/records.ts';

/** A record of three periods on one morning, sealed; and its export, which tests then tamper with. */

export const aKey = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return {
    pem,
    sign: (head: string) => ({
      keyId: 'key',
      algorithm: 'ECDSA_SHA_256' as const,
      publicKey: pem,
      value: sign('sha256', Buffer.from(head), privateKey).toString('base64'),
    }),
  };
};
export type Key = ReturnType<typeof aKey>;
export const key = aKey();

export const at = (minute: number, second = 0): string =>
  new Date(Date.UTC(2026, 10, 21, 9, minute, second)).toISOString();

export const anEvent = (number: number, timestamp: string): AuditEvent =>
  anAuditEvent({ eventId: idNumber(number), timestamp });

export type Period = {
  readonly from: string;
  readonly to: string;
  readonly events: readonly AuditEvent[];
  readonly more?: boolean;
};

/** The chain of such periods, signed by the key. */
export const chainOf = (periods: readonly Period[], by: Key = key): readonly Seal[] => {
  let head: ChainHead | undefined;
  return periods.map(({ more = false, ...period }) => {
    const sealedAt = new Date(Date.parse(period.to) + 300_000).toISOString();
    const seal = nextSeal(sealTools.digest, head, { ...period, more, sealedAt });
    head = headAfter(seal, head);
    return { ...seal, signature: by.sign(seal.head) };
  });
};

export const morning: readonly Period[] = [
  { from: at(0), to: at(5), events: [anEvent(1, at(1)), anEvent(2, at(2)), anEvent(3, at(3))] },
  { from: at(5), to: at(10), events: [anEvent(4, at(6)), anEvent(5, at(7))], more: true },
  { from: at(5), to: at(10), events: [anEvent(6, at(8))] },
  { from: at(10), to: at(15), events: [] },
  // The first of them came too late for its own period.
  { from: at(15), to: at(20), events: [anEvent(8, at(16)), anEvent(7, at(9)), anEvent(9, at(17))] },
];
export const unsealed: readonly AuditEvent[] = [anEvent(10, at(21)), anEvent(11, at(22))];

type What = {
  readonly seals: readonly Seal[];
  readonly others?: readonly AuditEvent[];
  readonly periods?: readonly Period[];
};

const byTime = (a: AuditEvent, b: AuditEvent): number => (a.timestamp + a.eventId < b.timestamp + b.eventId ? -1 : 1);

export const eventLineOf = (event: AuditEvent, seals: readonly Seal[]): EventLine => {
  const [seal] = seals.flatMap((one) => inclusionOf(sealTools.digest, one, event.eventId) ?? []);
  return { type: 'event', event, ...(seal ? { seal } : {}) };
};

/** Everything, as an export without filters has it. */
export const exported = ({ seals, others = unsealed, periods = morning }: What): readonly AuditLine[] => {
  const newest = seals.at(-1);
  const events = [...periods.flatMap((period) => period.events), ...others].sort(byTime);
  return [
    {
      type: 'export',
      at: at(30),
      from: at(0),
      to: at(30),
      filters: {},
      ...(newest ? { head: sealedHeadOf(newest) } : {}),
    },
    ...seals.map((seal) => lineOf(seal, 'all')),
    ...events.map((event) => eventLineOf(event, seals)),
  ];
};

export const sealLines = (lines: readonly AuditLine[]): readonly SealLine[] =>
  lines.filter((line): line is SealLine => line.type === 'seal');
