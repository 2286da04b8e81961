import type { Refusal } from '../../../lib/contract/problem.ts';
import { copy } from '../copy.ts';
import { moment } from '../kit/time.ts';

/** A refusal in one line, with the instant from which it would pass. */
export const reasonOf = ({ message, hint, allowedFrom }: Refusal): string =>
  [`${message}.`, allowedFrom ? `${copy.deploy.allowedFrom} ${moment(allowedFrom)}.` : hint].join(' ');
