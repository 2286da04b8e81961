import { ProblemError } from '../../../../lib/contract/client.ts';
import type { ProposedChange } from '../../../../lib/contract/preview.ts';
import { onceConfirmed } from '../../confirm.ts';
import { UsageError } from '../../errors.ts';
import { exitCodes } from '../../exit-codes.ts';
import { readObject } from '../../json-input.ts';
import type { Session } from '../../session.ts';
import { previewText } from '../../text/preview.ts';
import type { Fields, Kind } from './kind.ts';

type Looking = { readonly reason?: string; readonly preview?: boolean };
export type CreateOptions = Looking;
export type UpdateOptions = Looking & { readonly yes?: boolean };
export type RemoveOptions = { readonly reason: string; readonly yes?: boolean };

type From = { readonly file: string };

/** What is new takes nothing from anybody, so it is saved without a question. */
export const create = async (
  session: Session,
  kind: Kind,
  { file, reason, preview }: CreateOptions & From,
): Promise<number> => {
  const { revision: _, ...fields } = await readObject(session.terminal, file);
  if (preview) return previewNew(session, kind, fields);
  const created = await kind.create(session.client, reason === undefined ? fields : { ...fields, reason });
  session.show(created, () => `${session.paint('good', '✓')} Added ${kind.one} ${fields[kind.key]}`);
  return exitCodes.ok;
};

const previewNew = async (session: Session, kind: Kind, fields: Fields): Promise<number> => {
  const change = kind.proposal(fields);
  const name = nameIn(kind, fields);
  if (await isThere(kind.get(session.client, name))) {
    throw new UsageError(
      `There is a ${kind.one} ${name} already. What would change: dxcp ${kind.word} update --preview`,
    );
  }
  return (await look(session, change, true)).allowed ? exitCodes.ok : exitCodes.refused;
};

const isThere = (reading: Promise<object>): Promise<boolean> =>
  reading.then(
    () => true,
    (error: unknown) => {
      if (error instanceof ProblemError && error.problem?.code === 'NOT_FOUND') return false;
      throw error;
    },
  );

export const update = async (
  session: Session,
  kind: Kind,
  { file, ...options }: UpdateOptions & From,
): Promise<number> => {
  const read = await readObject(session.terminal, file);
  const name = nameIn(kind, read);
  return saveSeen(session, options, {
    title: `${kind.one} ${name}`,
    get: () => kind.get(session.client, name),
    proposal: (revision) => kind.proposal(revision === undefined ? read : { revision, ...read }),
    save: (change, seen) => kind.update(session.client, change, seen),
  });
};

type Stamped = object & { readonly revision: number };
type Saving = {
  /** `delivery group demo` */
  readonly title: string;
  readonly get: () => Promise<Stamped>;
  /** What the file proposes, on its own revision or else on this one. */
  readonly proposal: (revision: number | undefined) => ProposedChange;
  readonly save: (
    change: ProposedChange,
    seen: { readonly revision: number; readonly reason: string },
  ) => Promise<Stamped>;
};

/** What a person decides on is what DXCP says that it would do; the revision makes that still true when it is saved. */
export const saveSeen = async (
  session: Session,
  { reason, preview, yes }: UpdateOptions,
  { title, get, proposal, save }: Saving,
): Promise<number> => {
  // What does not fit is said before anything is asked.
  proposal(undefined);
  if (reason === undefined && !preview) throw new UsageError('Everybody is told why: add --reason <text>.');
  const now = await get();
  const change = proposal(now.revision);
  const { allowed, changes } = await look(session, change, preview ?? false);
  if (!allowed) return exitCodes.refused;
  if (preview || reason === undefined) return exitCodes.ok;
  if (changes.length === 0) {
    session.show(now, () => 'So nothing is saved.');
    return exitCodes.ok;
  }
  return onceConfirmed(session, { question: `Save ${title}?`, yes }, async () => {
    const saved = await save(change, { revision: revisionOf(change) ?? now.revision, reason });
    session.show(saved, () => `${session.paint('good', '✓')} Saved ${title}, revision ${saved.revision}`);
    return exitCodes.ok;
  });
};

/** The one that the change is based on. */
const revisionOf = (change: ProposedChange): number | undefined =>
  Object.values(change).find((part) => part !== undefined)?.revision;

/** Shows what saving would do; with --json only where that is the answer. */
const look = async (session: Session, change: ProposedChange, isAnswer: boolean) => {
  const preview = await session.client.guardrails.preview({ body: change });
  const words = () => previewText(preview, session);
  if (isAnswer || !preview.allowed) session.show(preview, words);
  else session.say(words());
  return preview;
};

type Removable = Kind & { readonly remove: NonNullable<Kind['remove']> };

/** Nobody uses what can be deleted, so there is nothing to preview. */
export const remove = async (
  session: Session,
  kind: Removable,
  { name, reason, yes }: RemoveOptions & { readonly name: string },
): Promise<number> => {
  const { revision } = await kind.get(session.client, name);
  return onceConfirmed(session, { question: `Delete ${kind.one} ${name}?`, yes }, async () => {
    const gone = await kind.remove(session.client, name, { revision, reason });
    session.show(gone, () => `${session.paint('good', '✓')} Deleted ${kind.one} ${name}`);
    return exitCodes.ok;
  });
};

const nameIn = ({ key, one }: Kind, fields: Fields): string => {
  const name = fields[key];
  if (typeof name === 'string') return name;
  throw new UsageError(`The file does not say which ${one}: it has no ${key}.`);
};
