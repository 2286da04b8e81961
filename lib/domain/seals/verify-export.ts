import type { AuditLine, EventLine, ExportLine, SealLine } from '../../contract/seal.ts';
import { examineEvent, examineLine, type SealTools } from './evidence.ts';
import { found, type SealFinding } from './findings.ts';
import { type Evidence, verifyRecord } from './verify.ts';

/** What an export was found to be. */
export type VerifiedExport = {
  readonly findings: readonly SealFinding[];
  readonly events: number;
  /** Not sealed yet, so nothing is proven of them. */
  readonly unsealed: number;
  readonly late: number;
  readonly seals: number;
  /** What it is of, as it says itself. */
  readonly claim: ExportLine | undefined;
  /** In PEM: the keys that its seals name. */
  readonly keys: readonly string[];
};

type Beside = Pick<Evidence, 'keys'> & { readonly heads?: readonly SealLine[] };

/** Verifies the lines of an export by themselves, and against keys and heads that were got elsewhere. */
export const verifyExport = (tools: SealTools, lines: readonly AuditLine[], beside: Beside = {}): VerifiedExport => {
  const claims = lines.filter((line) => line.type === 'export');
  const [claim] = claims;
  const events = lines.filter((line): line is EventLine => line.type === 'event');
  const seals = lines.filter((line): line is SealLine => line.type === 'seal');
  // The first of two that claim one number is the one that events are held against.
  const counts = new Map(seals.toReversed().map(({ header }) => [header.sequence, header.count]));
  const { keys, heads = [] } = beside;
  const findings = verifyRecord({
    seals: seals.map((line) => examineLine(tools, line)),
    events: events.map((line) => examineEvent(tools, line, (sequence) => counts.get(sequence))),
    whole: claim && wholeOf(claim),
    sealedBefore: claim?.head && sealedTo(claim.head),
    anchors: heads.map((line) => examineLine(tools, line)),
    ...(keys ? { keys } : {}),
  });
  const sealed = events.flatMap(({ event, seal }) => (seal ? [{ ...event, ...seal }] : []));
  const from = new Map(seals.map(({ header }) => [header.sequence, Date.parse(header.from)]));
  return {
    findings: [...claimFindings(claims), ...findings],
    events: events.length,
    unsealed: events.length - sealed.length,
    late: sealed.filter(({ timestamp, sequence }) => Date.parse(timestamp) < (from.get(sequence) ?? 0)).length,
    seals: counts.size,
    claim,
    keys: [...new Set(seals.map(({ signature }) => signature.publicKey))],
  };
};

const claimFindings = ({ length }: readonly ExportLine[]): readonly SealFinding[] => {
  if (length === 1) return [];
  const sentence =
    length === 0
      ? 'The line is missing that says what the export is of'
      : `There are ${length} lines that say what the export is of: it was put together from several`;
  return [found('export', sentence)];
};

/** Everything before it is in a seal. */
const sealedTo = ({ header }: NonNullable<ExportLine['head']>): string => (header.more ? header.from : header.to);

/** An export with a filter is a part that somebody chose: what is missing cannot be told. */
const wholeOf = ({ at, from, to, filters, head }: ExportLine): Evidence['whole'] => {
  if (Object.keys(filters).length > 0) return undefined;
  const newest = head && { sequence: head.header.sequence, head: head.head, to: head.header.to };
  return {
    range: { from, to },
    takenAt: at,
    newest,
  };
};
