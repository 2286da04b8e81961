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

/** What a person decides on is what DXCP says that it would do; the revision makes that still true when it is saved. */
export const update = async (
  session: Session,
  kind: Kind,
  { file, reason, preview, yes }: UpdateOptions & From,
): Promise<number> => {
  const read = await readObject(session.terminal, file);
  const name = nameIn(kind, read);
  kind.proposal(read);
  if (reason === undefined && !preview) throw new UsageError('Everybody is told why: add --reason <text>.');
  const now = await kind.get(session.client, name);
  const revision = typeof read.revision === 'number' ? read.revision : now.revision;
  const change = kind.proposal({ ...read, revision });
  const { allowed, changes } = await look(session, change, preview ?? false);
  if (!allowed) return exitCodes.refused;
  if (preview || reason === undefined) return exitCodes.ok;
  if (changes.length === 0) {
    session.show(now, () => 'So nothing is saved.');
    return exitCodes.ok;
  }
  return onceConfirmed(session, { question: `Save ${kind.one} ${name}?`, yes }, async () => {
    const saved = await kind.update(session.client, change, { revision, reason });
    session.show(saved, () => `${session.paint('good', '✓')} Saved ${kind.one} ${name}, revision ${saved.revision}`);
    return exitCodes.ok;
  });
};

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
