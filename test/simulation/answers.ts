import { problemCodes } from '../../lib/contract/codes.ts';
import { ContentionFault } from '../../lib/ports/store.ts';
import { NotYetFollowed } from '../../lib/usecases/configure/not-yet-followed.ts';
import type { Result } from '../../lib/usecases/result.ts';
import type { Request } from './requests.ts';
import type { Actor, Ended } from './stage.ts';
import type { Witness } from './witness.ts';

/** What callers are told, held beside what was written. */

/** What is on record of a denial: of one that was only counted, nothing but its code. */
export type Told = { readonly code?: string | undefined; readonly requestId?: string };

type Around = {
  readonly witness: Witness;
  readonly seen: (what: string) => void;
  /** The denials that each has put on record. */
  readonly denials: ReadonlyMap<number, readonly Told[]>;
  /** Who has written something else. */
  readonly wrote: ReadonlySet<number>;
};

/** What a request may end with when the world around it was made to fail. */
const PASSING: ReadonlySet<string> = new Set([
  'InternalServerError',
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'TransactionCanceledException',
]);
const REASONS = /does not answer|answer .* was lost|Died at|There is no deployment/;

export const openAnswers = ({ witness, seen, wrote, denials }: Around) => {
  const given = new Map<string, { readonly fingerprint: string; readonly about: string }>();
  const wrong = (invariant: string, about: string, sentence: string): void =>
    witness.report(invariant, { about: [about], sentence });

  const judgeFault = (actor: Actor, ended: Ended): void => {
    if (!('error' in ended)) return;
    const { error } = ended;
    const name = error instanceof Error ? error.name : String(error);
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    seen(`fault · ${actor.kind} ${name}`);
    const passing =
      ((error instanceof ContentionFault || error instanceof NotYetFollowed) &&
        (actor.disturbed || actor.faults.length > 0)) ||
      (actor.faults.length > 0 && (PASSING.has(name) || REASONS.test(text)));
    if (!passing && !/There is no deployment/.test(text))
      wrong('faults', '', `The ${actor.kind} ${actor.number} failed: ${text}`);
  };

  const judgeBody = (request: Request, body: unknown, actor: Actor): void => {
    const about = aboutOf(body);
    const name = `${request.callerId} ${request.operation} ${request.key}`;
    const before = given.get(name);
    if (before && before.about !== about) {
      wrong(
        'answers',
        about,
        `The ${actor.kind} ${actor.number} got ${about}; ${name} was answered with ${before.about}`,
      );
    }
    if (before && before.fingerprint !== request.fingerprint) {
      wrong('answers', about, `${name} was accepted for two different requests`);
    }
    given.set(name, { fingerprint: request.fingerprint, about });
    if (request.operation !== 'builds.register' && !witness.recordOf(about)) {
      wrong('answers', about, `${name} was answered with ${about}, which is not recorded`);
    }
  };

  /** A conflict or a lack of rights is told or counted once, and so does each other denial; nothing else leaves any. */
  const judgeDenials = (actor: Actor, result: Result<unknown>): void => {
    const events = denials.get(actor.number) ?? [];
    const [first] = result.kind === 'refused' ? result.refusals : [];
    const status = first && problemCodes[first.code].status;
    if (first ? events.length > 1 : events.length > 0) {
      wrong('denials', '', `The ${actor.kind} ${actor.number} leaves ${events.length} denials`);
    }
    if ((status === 403 || status === 409) && events.length === 0) {
      wrong('denials', '', `The ${actor.kind} ${actor.number} was denied (${first?.code}), and no event tells of it`);
    }
    for (const { requestId, code } of events) {
      if ((requestId ?? `request-${actor.number}`) === `request-${actor.number}` && code === first?.code) continue;
      wrong(
        'denials',
        '',
        `The ${actor.kind} ${actor.number} was denied (${first?.code}); its event is ${code} of ${requestId}`,
      );
    }
  };

  return {
    judgeFault,
    judge: (request: Request, actor: Actor, ended: Ended): void => {
      if ('error' in ended) {
        judgeFault(actor, ended);
        return;
      }
      const result = ended.value as Result<unknown>;
      judgeDenials(actor, result);
      if (result.kind === 'answered') {
        seen(`answered · ${request.operation}${result.replayed ? ' again' : ''}`);
        judgeBody(request, result.body, actor);
        return;
      }
      if (result.kind === 'refused') for (const { code } of result.refusals) seen(`refused · ${code}`);
      if (wrote.has(actor.number)) {
        const codes = result.kind === 'refused' ? result.refusals.map(({ code }) => code).join() : result.kind;
        wrong('refusals', '', `The ${actor.kind} ${actor.number} was refused (${codes}) and has written something`);
      }
    },
  };
};

/** What an answer is about: a deployment, or a build. */
const aboutOf = (body: unknown): string => {
  if (typeof body !== 'object' || body === null) return String(body);
  const { id, service, version } = body as Record<string, unknown>;
  return typeof id === 'string' ? id : `${String(service)}@${String(version)}`;
};
