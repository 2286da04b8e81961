import { isDeepStrictEqual } from 'node:util';
import type { Answer } from './answer.ts';
import { holds } from './claims.ts';
import type { Suite } from './suite.ts';

/** Changes of one object that are put back when the check is over, unless somebody else has changed it since. */

export const reason = 'Held to the governance contract';

type Revisioned = { readonly revision: number };
type Sent = { readonly revision: number; readonly reason: string };

/** An object of the configuration: what of it is set, and how it is read and written. */
export type Changing<Read extends Revisioned, Settings extends object> = {
  /** As the report calls it when it cannot be put back. */
  readonly what: string;
  readonly read: () => Promise<Read>;
  readonly settingsOf: (read: Read) => Settings;
  readonly write: (body: Settings & Sent) => Promise<Read>;
};

type Change<Read, Settings> = (before: Read) => Partial<Settings>;

const isSame = (one: object, other: object): boolean => isDeepStrictEqual(sent(one), sent(other));
/** As it is once it has travelled: without what is undefined. */
const sent = (value: object): unknown => JSON.parse(JSON.stringify(value));

/** Reads an object, and sees to it that it is put back from what is about to be sent, whether or not that is answered. */
async function prepare<Read extends Revisioned, Settings extends object>(
  { written, undo }: Suite,
  { what, read, settingsOf, write }: Changing<Read, Settings>,
  change: Change<Read, Settings>,
) {
  const before = await read();
  const was = settingsOf(before);
  let own: Settings = { ...was, ...change(before) };
  undo(`${what} is not as it was`, async () => {
    const now = await read();
    if (isSame(settingsOf(now), was)) return;
    const isOwn = now.revision === written.get(what) && isSame(settingsOf(now), own);
    if (!isOwn) throw new Error(`somebody else has changed it: its revision ${now.revision} stays`);
    written.set(what, (await write({ ...was, revision: now.revision, reason })).revision);
  });
  written.set(what, before.revision + 1);
  const saved = (after: Read): void => {
    written.set(what, after.revision);
    own = settingsOf(after);
  };
  return { before, body: { ...own, revision: before.revision, reason }, saved };
}

/**
 * Changes an object for the time of the check. How to put it back is known before it is written, so that an answer that
 * is lost leaves nothing behind; what somebody else has written since is theirs, and stays.
 */
export async function changeFor<Read extends Revisioned, Settings extends object>(
  suite: Suite,
  changing: Changing<Read, Settings>,
  change: Change<Read, Settings>,
): Promise<{ readonly before: Read; readonly after: Read }> {
  const { before, body, saved } = await prepare(suite, changing, change);
  const after = await changing.write(body);
  saved(after);
  return { before, after };
}

type Trying<Read extends Revisioned, Settings extends object> = Changing<Read, Settings> & {
  readonly send: (body: Settings & Sent) => Promise<Answer>;
};

/** Sends what must not change the object, and holds it to be as it was; if it is not, it is put back all the same. */
export async function tryChange<Read extends Revisioned, Settings extends object>(
  suite: Suite,
  trying: Trying<Read, Settings>,
  change: Change<Read, Settings>,
): Promise<Answer> {
  const { before, body } = await prepare(suite, trying, change);
  const answer = await trying.send(body);
  const after = await trying.read();
  holds(isDeepStrictEqual(after, before), `${trying.what} must be as it was`, { before, after });
  return answer;
}
