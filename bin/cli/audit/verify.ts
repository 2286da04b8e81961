import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AuditLine, auditLine, type SealLine } from '../../../lib/contract/seal.ts';
import type { SealFinding } from '../../../lib/domain/seals/findings.ts';
import { type VerifiedExport, verifyExport } from '../../../lib/domain/seals/verify-export.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { plain } from '../http.ts';
import type { Session } from '../session.ts';
import { counted } from '../text/counted.ts';
import { fingerprintOf, sealTools } from './tools.ts';

type Options = { readonly key?: readonly string[]; readonly heads?: string };

/** Reads files and nothing else: whoever wants to know need not trust the plane. */
export const verifyFile = async (session: Session, file: string, { key, heads }: Options): Promise<number> => {
  const { lines, unreadable } = linesOf(await read(file), file);
  const keys = key && (await Promise.all(key.map(read)));
  const archive = heads === undefined ? undefined : await readHeads(heads);
  const verified = verifyExport(sealTools, lines, {
    ...(keys ? { keys } : {}),
    heads: archive?.flatMap((each) => each.lines).filter((line): line is SealLine => line.type === 'seal') ?? [],
  });
  const findings = [...unreadable, ...(archive?.flatMap((each) => each.unreadable) ?? []), ...verified.findings];
  const ok = findings.length === 0;
  const { keys: named, ...told } = { ...verified, ok, findings };
  session.show({ ...told, keys: named.map(fingerprintOf) }, () =>
    reportText({ ...verified, findings }, { session, key, heads: archive?.length }),
  );
  return ok ? exitCodes.ok : exitCodes.failed;
};

type Read = { readonly lines: readonly AuditLine[]; readonly unreadable: readonly SealFinding[] };

const linesOf = (text: string, file: string): Read => {
  const lines: AuditLine[] = [];
  const unreadable: SealFinding[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const parsed = auditLine.safeParse(jsonOf(line));
    if (parsed.success) lines.push(parsed.data);
    else unreadable.push({ about: [file], sentence: `${file}, line ${index + 1}, is no line of an export` });
  }
  return { lines, unreadable };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const read = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be read: ${error.message}`);
  });

const readHeads = async (directory: string): Promise<readonly Read[]> => {
  const names = await readdir(directory, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${directory} cannot be read: ${error.message}`);
  });
  const files = names.filter(isSeal(new Set(names))).map((name) => join(directory, name));
  if (files.length === 0) throw new UsageError(`There are no seals in ${directory}`);
  return Promise.all(files.map(async (file) => linesOf(await read(file), file)));
};

/** One file a seal; the bucket of a plane on this machine has what was put there as `.data`, and of what kind it is beside it. */
const isSeal =
  (all: ReadonlySet<string>) =>
  (name: string): boolean =>
    name.endsWith('.data') || (name.endsWith('.json') && !all.has(name.replace(/json$/, 'data')));

type Around = { readonly session: Session; readonly key: Options['key']; readonly heads: number | undefined };

const reportText = (verified: VerifiedExport, { session, key, heads }: Around): string => {
  const { paint } = session;
  const { findings, events, seals, unsealed, late } = verified;
  const verdict =
    findings.length === 0
      ? paint('good', `✓ Nothing was changed: ${counted(events, 'event')}, ${counted(seals, 'seal')}`)
      : paint('bad', `✗ ${findings.length} ${findings.length === 1 ? 'thing is' : 'things are'} not as sealed`);
  return [
    ...findings.map(({ sentence }) => `${paint('bad', '✗')} ${plain(sentence)}`),
    verdict,
    `  ${claimText(verified, session)}`,
    ...(late > 0 ? [`  ${late} came late, and ${late === 1 ? 'is' : 'are'} in a seal after the one of the time`] : []),
    ...(unsealed > 0 ? [`  ${unsealed} ${unsealed === 1 ? 'is' : 'are'} not sealed yet: nothing is proven there`] : []),
    ...verified.keys.map((pem) => `  signed by ${fingerprintOf(pem) ?? 'what is no key'}`),
    ...(key ? [] : ['  The keys are the file’s own word: give those that you know with --key']),
    heads === undefined
      ? '  Held against no archive: give a copy of it with --heads'
      : `  Held against ${counted(heads, 'seal')} of the archive`,
  ].join('\n');
};

const claimText = ({ claim }: VerifiedExport, { when }: Session): string => {
  if (!claim) return 'It does not say what it is of';
  const { from, to, filters, at } = claim;
  const time = `${from ? `from ${when(from)}` : 'from the beginning'} ${to ? `to ${when(to)}` : `to its end, ${when(at)}`}`;
  const chosen = Object.entries(filters).map(([name, value]) => `${name} ${plain(value)}`);
  return chosen.length === 0
    ? `It is everything ${time}`
    : `It is only what is of ${chosen.join(', ')}, ${time}: what is missing cannot be told`;
};
