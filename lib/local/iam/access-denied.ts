import { ACCOUNT_ID } from '../gateway/event.ts';
import type { Ask, Verdict } from './evaluate.ts';
import { sessionOf } from './roles.ts';

/** A function asked for what it was not granted. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
  readonly path: string;
  readonly ask: Ask;

  constructor(path: string, ask: Ask, verdict: Exclude<Verdict, 'allowed'>) {
    const why =
      verdict === 'denied by a statement'
        ? 'with an explicit deny in an identity-based policy'
        : `because no identity-based policy allows the ${ask.action} action`;
    super(
      `User: ${sessionOf(path, ACCOUNT_ID)} is not authorized to perform: ${ask.action} on resource: ${ask.resource} ${why}`,
    );
    this.path = path;
    this.ask = ask;
  }
}
