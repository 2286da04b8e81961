import type { ProblemCode } from '../contract/codes.ts';
import type { FieldError, Refusal } from '../contract/problem.ts';
import type { SwitchPosition } from '../domain/switch-position.ts';

/** What an operation comes to. Refusals are values; only faults are thrown. */
export type Result<Body> =
  | { readonly kind: 'answered'; readonly body: Body; readonly replayed?: true; readonly pollAfterSeconds?: number }
  | {
      readonly kind: 'refused';
      readonly refusals: readonly [Refusal, ...Refusal[]];
      /** What it was about, where that is known: for the record, and never for the caller. */
      readonly deliveryGroupId?: string | undefined;
    }
  | { readonly kind: 'invalid'; readonly fields: readonly FieldError[] };

export const answer = <Body>(body: Body): Result<Body> => ({ kind: 'answered', body });

export const refuse = (refusal: Refusal, ...more: readonly Refusal[]): Result<never> => ({
  kind: 'refused',
  refusals: [refusal, ...more],
});

/** The same, known to be about a delivery group. */
export const within = (deliveryGroupId: string | undefined, refused: Result<never>): Result<never> =>
  refused.kind === 'refused' ? { ...refused, deliveryGroupId } : refused;

/** A refusal of one sentence, for what is not a guardrail. */
export const refusal = (code: ProblemCode, message: string, hint: string): Refusal => ({
  code,
  message,
  hint,
  facts: {},
});

/** Changes are switched off: for everybody, or still for a delivery group that is `behind`. */
export const switchedOff = ({ reason, behind }: SwitchPosition): Refusal =>
  behind
    ? refusal(
        'MUTATIONS_DISABLED',
        'Changes are switched on again, but not in this delivery group yet',
        'Try again in a minute: by then it follows.',
      )
    : refusal(
        'MUTATIONS_DISABLED',
        `Changes are switched off${reason ? `: ${reason}` : ''}`,
        'Reading still works. Wait until a platform admin switches changes on again.',
      );

export const notFound = (what: string): Result<never> =>
  refuse(refusal('NOT_FOUND', `There is no ${what}`, 'Check the spelling, or list what there is.'));

export const outOfScope = (deliveryGroupId: string | undefined): Result<never> =>
  within(
    deliveryGroupId,
    refuse(
      refusal(
        'DELIVERY_GROUP_SCOPE_REQUIRED',
        'This belongs to a delivery group that is not yours',
        'Ask an owner of the group, or a platform admin to make you an owner.',
      ),
    ),
  );
