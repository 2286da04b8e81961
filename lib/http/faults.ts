import type { ProblemCode } from '../contract/codes.ts';
import type { Refusal } from '../contract/problem.ts';
import { EngineFault, type EngineFaultKind } from '../ports/engine.ts';
import { ContentionFault, InvalidCursor } from '../ports/store.ts';
import { NotYetFollowed } from '../usecases/configure/not-yet-followed.ts';
import { refusal } from '../usecases/result.ts';
import type { ProblemDetails } from './problem.ts';

const engineCodes: Readonly<Record<EngineFaultKind, ProblemCode>> = {
  UNAVAILABLE: 'ENGINE_UNAVAILABLE',
  TIMEOUT: 'ENGINE_TIMEOUT',
  UNAUTHORIZED: 'ENGINE_UNAUTHORIZED',
  FORBIDDEN: 'ENGINE_UNAUTHORIZED',
  MISCONFIGURED: 'ENGINE_MISCONFIGURED',
  CALL_FAILED: 'ENGINE_CALL_FAILED',
};

export const CONTENTION_SECONDS = 2;

/** A conflict like any other, but for being thrown: whoever made the request is told, and it is on record. */
export const contended: Refusal = refusal(
  'CONTENTION',
  'Others changed the same records at the same time; nothing was written',
  'Send the request again with the same Idempotency-Key.',
);

/** Seconds after which the same request may do better; `undefined` where waiting does not help. */
export const retryAfterFault = (fault: unknown): number | undefined => {
  if (fault instanceof ContentionFault || fault instanceof NotYetFollowed) return CONTENTION_SECONDS;
  return fault instanceof EngineFault ? 30 : undefined;
};

const advice: Readonly<Record<EngineFaultKind, string>> = {
  UNAVAILABLE: 'See whether it is up and can be reached from here: `dxcp engine check` tells how far a call gets.',
  TIMEOUT: 'See whether it is overloaded, and whether something on the way swallows what is sent.',
  UNAUTHORIZED: 'Put good credentials below /engine/auth; `dxcp engine check` tries some before.',
  FORBIDDEN: 'Let the identity that DXCP has there read applications and what they can run.',
  MISCONFIGURED: 'Correct the parameters below /engine; `dxcp engine check` tries some before.',
  CALL_FAILED: 'Look into the log of the engine at this time.',
};

/** What only those are told who run the plane: the adapter's own words, which it has made fit to be shown. */
const operatorHintOf = ({ kind, message }: EngineFault): string => `${message} ${advice[kind]}`;

/** Says what is done before it says what is not: whoever stops everything must not think that nothing was written. */
const notYetEverywhere = ({ left: { behind, mutationsDisabled } }: NotYetFollowed): ProblemDetails => {
  const done = mutationsDisabled ? 'Changes are switched off' : 'The change is made';
  const groups = behind === 1 ? 'one delivery group has' : `${behind ?? 'perhaps some'} delivery groups have`;
  const meanwhile = mutationsDisabled
    ? 'what was decided there before may still be admitted'
    : 'there it is decided as before';
  return {
    code: 'NOT_YET_EVERYWHERE',
    detail: `${done}, but ${groups} not followed yet: ${meanwhile}`,
    hint: 'Send the same request again with the same Idempotency-Key: it is answered once all have followed. The schedule sees to them too, every minute.',
  };
};

/** The one place where what was thrown becomes an answer. What is not known here is our own fault. */
export const problemOfFault = (fault: unknown, { forOperators = false } = {}): ProblemDetails => {
  if (fault instanceof InvalidCursor) {
    return {
      code: 'INVALID_REQUEST',
      detail: 'The cursor is not one that this list gave out',
      fields: [{ path: 'query.cursor', message: 'Send nextCursor of the page before, with the same filters' }],
    };
  }
  if (fault instanceof ContentionFault) {
    const { code, message, hint } = contended;
    return { code, detail: message, hint };
  }
  if (fault instanceof NotYetFollowed) return notYetEverywhere(fault);
  if (fault instanceof EngineFault) {
    return {
      code: engineCodes[fault.kind],
      detail: 'The deployment engine could not be asked',
      hint: 'Try again in a minute.',
      ...(forOperators ? { operatorHint: operatorHintOf(fault) } : {}),
    };
  }
  return {
    code: 'INTERNAL_ERROR',
    detail: 'The request could not be handled; nothing is known to have changed',
    hint: 'Try again with the same Idempotency-Key, and tell the platform team the request id if it repeats.',
  };
};
