import type { FieldError, Refusal } from '../contract/problem.ts';
import type { Change } from '../domain/change.ts';
import type { Caller, StoredAnswer } from '../domain/records.ts';
import type { SwitchPosition } from '../domain/switch-position.ts';
import { iso, plusSeconds } from '../domain/time.ts';
import { type AnswerKey, ContentionFault } from '../ports/store.ts';
import { type Result, refusal, refuse, switchedOff, within } from './result.ts';
import type { World } from './world.ts';

/** How long a stored answer is repeated. */
export const ANSWER_SECONDS = 24 * 3600;
/** How often a decision is made anew when others were faster; each lost race means that somebody else made it. */
export const DECISIONS_MAX = 20;

/** A change asked for by a caller, parsed but with its field errors kept back until they are due. */
export type MutationRequest<Input> = {
  readonly caller: Caller;
  readonly requestId: string;
  readonly operation: string;
  readonly idempotencyKey: string;
  /** Digest of what was asked, to tell a repetition from a different request under the same key. */
  readonly fingerprint: string;
  readonly input:
    | { readonly ok: true; readonly value: Input }
    | { readonly ok: false; readonly fields: readonly FieldError[] };
};

/** What every mutation reads beside its own facts. */
export type Preconditions = {
  readonly answer: StoredAnswer | undefined;
  readonly killSwitch: SwitchPosition | undefined;
};

export type Decided<Body> =
  | { readonly admitted: true; readonly body: Body; readonly change: Change }
  | {
      readonly admitted: false;
      readonly refusals: readonly Refusal[];
      /** Of whom it is, where the decision knew. */
      readonly deliveryGroupId?: string | undefined;
    }
  | { readonly admitted: false; readonly fields: readonly FieldError[] };

type Operation<Input, Facts extends Preconditions, Body> = {
  readonly status: 200 | 201;
  readonly exemptFromKillSwitch?: boolean;
  /** Loads everything the decision needs, the preconditions among it, in as few round trips as it takes. */
  readonly load: (input: Input, keys: PreconditionKeys) => Promise<Facts | Result<never>>;
  readonly decide: (facts: Facts, input: Input) => Decided<Body>;
};

export type PreconditionKeys = { readonly answer: AnswerKey; readonly killSwitch: 'plane' };

/**
 * The one path of every mutation: load, replay or refuse, decide, one commit. A lost condition means that the facts
 * were overtaken: load and decide again.
 */
export const mutate = async <Input, Facts extends Preconditions, Body>(
  { store, clock }: Pick<World, 'store' | 'clock'>,
  request: MutationRequest<Input>,
  operation: Operation<Input, Facts, Body>,
): Promise<Result<Body>> => {
  const keys: PreconditionKeys = { answer: answerKey(request), killSwitch: 'plane' };
  for (let decisions = 0; decisions < DECISIONS_MAX; decisions++) {
    const loaded = request.input.ok ? await operation.load(request.input.value, keys) : await store.read(keys);
    const early = 'kind' in loaded ? await precede(store, keys) : loaded;
    const now = clock.now();
    const before = precondition<Body>(early, { request, now, exempt: operation.exemptFromKillSwitch ?? false });
    if (before) return before;
    if (!request.input.ok) return { kind: 'invalid', fields: request.input.fields };
    if ('kind' in loaded) return loaded;
    const decided = operation.decide(loaded as Facts, request.input.value);
    if (!decided.admitted) {
      // What was read need not be of one instant: the same request may have been admitted between two of the items.
      if ((await store.read({ answer: keys.answer })).answer) continue;
      if ('fields' in decided) return { kind: 'invalid', fields: decided.fields };
      const [first, ...more] = decided.refusals;
      if (!first) throw new Error('An operation was refused without a reason');
      return within(decided.deliveryGroupId, refuse(first, ...more));
    }
    const committed = await store.commit({
      ...decided.change,
      ...(operation.exemptFromKillSwitch || dependsOnSwitch(decided.change) ? {} : { switchedOn: true }),
      answer: storedAnswer(keys, request, decided.body, operation.status, now),
    });
    if (committed.ok) return { kind: 'answered', body: decided.body };
  }
  throw new ContentionFault('Others were faster each time');
};

/** Through the guard row of its delivery group, or because it turns the switch itself. */
const dependsOnSwitch = ({ guard, killSwitch }: Change): boolean => guard !== undefined || killSwitch !== undefined;

const precede = (store: World['store'], keys: PreconditionKeys): Promise<Preconditions> => store.read(keys);

const answerKey = ({ caller, operation, idempotencyKey }: MutationRequest<unknown>): AnswerKey => ({
  callerId: caller.id,
  operation,
  key: idempotencyKey,
});

type Situation = { readonly request: MutationRequest<unknown>; readonly now: Date; readonly exempt: boolean };

/** A stored answer wins over everything; then comes the kill switch. */
const precondition = <Body>(
  { answer, killSwitch }: Preconditions,
  { request, now, exempt }: Situation,
): Result<Body> | undefined => {
  if (answer && answer.expiresAt > iso(now)) {
    if (answer.fingerprint === request.fingerprint) {
      return { kind: 'answered', body: answer.body as Body, replayed: true };
    }
    return refuse(
      refusal(
        'IDEMPOTENCY_CONFLICT',
        'This Idempotency-Key was already used for another request',
        'Use a new key for a new intent.',
      ),
    );
  }
  if (!killSwitch?.mutationsDisabled || exempt) return undefined;
  return refuse(switchedOff(killSwitch));
};

const storedAnswer = (
  keys: PreconditionKeys,
  request: MutationRequest<unknown>,
  body: unknown,
  status: number,
  now: Date,
): NonNullable<Change['answer']> => ({
  key: keys.answer,
  value: { fingerprint: request.fingerprint, status, body, expiresAt: iso(plusSeconds(now, ANSWER_SECONDS)) },
  now: iso(now),
});
