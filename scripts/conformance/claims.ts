import type { Answer } from './answer.ts';
import type { Expected } from './invariant.ts';

/** The plane does not keep to an invariant. */
export class Breach extends Error {
  override readonly name = 'Breach';
}

/** The check could not be made: something that it needs is not there. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
}

/** The check was not asked for, or is about something that this plane need not have. */
export class LeftOut extends Error {
  override readonly name = 'LeftOut';
}

const SHOWN_CHARACTERS = 400;

/** Throws a Breach unless it is true; `found` is what was there instead. */
export function holds(isTrue: boolean, claim: string, found: unknown): asserts isTrue {
  if (isTrue) return;
  const text = typeof found === 'string' ? found : (JSON.stringify(found) ?? 'nothing');
  throw new Breach(`${claim}; found ${text.slice(0, SHOWN_CHARACTERS)}`);
}

/** Holds an answer to a status, and to a code where there is one. */
export function answered(answer: Answer, { status, code }: Expected): void {
  const isRight = answer.status === status && (code === undefined || answer.code === code);
  holds(isRight, `${answer.about} must be answered ${status}${code ? ` ${code}` : ''}`, brief(answer));
}

/** Status, code and detail, or the beginning of whatever came instead. */
export const brief = ({ status, code, problem, text }: Answer): string =>
  problem ? `${status} ${code}: ${problem.detail}` : `${status} ${text.slice(0, 160)}`;
