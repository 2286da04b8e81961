import { type Client, createClient } from '../../lib/contract/client.ts';
import { findSigner } from './credentials.ts';
import { NotSignedIn } from './errors.ts';
import type { Wording } from './fields.ts';
import { reach, type Send, withoutControlCharacters, withRenewal } from './http.ts';
import { findPlane, type Plane, type PlaneOptions } from './plane.ts';
import { saveProfile } from './profiles.ts';
import { signInLocally } from './sign-in/local.ts';
import type { Terminal } from './terminal.ts';
import { type Paint, paintFor, wantsColours } from './text/paint.ts';
import { exact } from './text/time.ts';

export type GlobalOptions = PlaneOptions & {
  readonly json?: boolean;
  readonly localTime?: boolean;
  readonly color?: boolean;
};

/** How a command speaks: as its options say, in the words that are typed for it. */
export type Manner = { readonly options: GlobalOptions; readonly wording: Wording };

/** One run of one command: the plane, the caller and the way answers are shown. */
export type Session = Manner & {
  readonly terminal: Terminal;
  readonly plane: Plane;
  readonly client: Client;
  /** Calls the signed twins, with AWS credentials in place of a token. */
  readonly signedClient: () => Promise<Client>;
  readonly paint: Paint;
  /** An instant as people read it, always with its zone. */
  readonly when: (instant: string) => string;
  /** The answer of a command: as it came with --json, else in words. */
  readonly show: (answer: unknown, words: () => string) => void;
  /** A line on the way; nothing with --json. */
  readonly say: (line: string) => void;
};

const RENEW_BEFORE_MS = 30_000;

export const openSession = async (terminal: Terminal, { options, wording }: Manner): Promise<Session> => {
  const plane = await findPlane(terminal, options);
  const send: Send = options.json ? reach : withoutControlCharacters(reach);
  const { token, renew } = tokensOf(terminal, plane);
  return {
    terminal,
    options,
    wording,
    plane,
    client: createClient({ baseUrl: plane.profile.url, token, fetch: withRenewal(send, renew) }),
    signedClient: async () => {
      const { signedSend } = await import('./signed.ts');
      return createClient({
        baseUrl: plane.profile.signedBase ?? plane.profile.url,
        signed: true,
        fetch: signedSend(await findSigner(terminal, plane.profile), send),
      });
    },
    paint: paintFor(wantsColours(terminal, options.color ?? true)),
    when: (instant) => exact(instant, options.localTime),
    show: (answer, words) => terminal.out(`${options.json ? JSON.stringify(answer, null, 2) : words()}\n`),
    say: (line) => {
      if (!options.json) terminal.out(`${line}\n`);
    },
  };
};

/** The token in effect: DXCP_TOKEN, else the profile's, renewed in silence where the plane itself signs people in. */
const tokensOf = (terminal: Terminal, { profile, file, profileName }: Plane) => {
  let held = profile;
  const renew = async (): Promise<string | undefined> => {
    if (terminal.env.DXCP_TOKEN || held.user === undefined) return undefined;
    held = { ...held, ...(await signInLocally(held.url, held.user, terminal.now())) };
    await saveProfile(file, profileName, held);
    return held.token;
  };
  const token = async (): Promise<string> => {
    if (terminal.env.DXCP_TOKEN) return terminal.env.DXCP_TOKEN;
    const fresh = held.token !== undefined && !isOver(held.expiresAt, terminal.now());
    const found = fresh ? held.token : await renew();
    if (found === undefined)
      throw new NotSignedIn(held.token === undefined ? 'Not signed in.' : 'The sign-in is over.');
    return found;
  };
  return { token, renew };
};

const isOver = (expiresAt: string | undefined, now: number): boolean =>
  expiresAt !== undefined && Date.parse(expiresAt) - now < RENEW_BEFORE_MS;
