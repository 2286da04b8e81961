import type { SealedHead } from '../../../lib/contract/seal.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Session } from '../session.ts';
import { fingerprintOf } from './tools.ts';

export const showHead = async (session: Session): Promise<number> => {
  const answer = await session.client.audit.head();
  session.show(answer, () => (answer.newest ? headText(answer.newest, session) : NOTHING));
  return exitCodes.ok;
};

const NOTHING = 'Nothing is sealed yet: a period is sealed five minutes after its end.';

const headText = ({ header, head, signature }: SealedHead, { when, paint }: Session): string =>
  [
    `${paint('strong', `Seal ${header.sequence}`)}  everything up to ${when(header.to)}`,
    `  head         ${head}`,
    `  sealed       ${when(header.sealedAt)}`,
    `  key          ${signature.keyId}`,
    `  fingerprint  ${fingerprintOf(signature.publicKey) ?? 'none: it is no key'}`,
  ].join('\n');

/** Nothing but the key, so that it can be put into a file. */
export const showKey = async (session: Session): Promise<number> => {
  const { newest } = await session.client.audit.head();
  if (newest) session.terminal.out(newest.signature.publicKey);
  else session.terminal.err(`${NOTHING}\n`);
  return newest ? exitCodes.ok : exitCodes.refused;
};
