import type { Build } from '../../lib/contract/build.ts';
import { type Operation, routes } from '../../lib/contract/routes.ts';
import { recordDenial } from '../../lib/http/denials.ts';
import { cancel } from '../../lib/usecases/cancel.ts';
import { deploy } from '../../lib/usecases/deploy.ts';
import type { MutationRequest } from '../../lib/usecases/operation.ts';
import { registerBuild } from '../../lib/usecases/register-build.ts';
import { release } from '../../lib/usecases/release.ts';
import type { Result } from '../../lib/usecases/result.ts';
import { rollback } from '../../lib/usecases/rollback.ts';
import type { World } from '../../lib/usecases/world.ts';
import { aBuild } from '../builders/records.ts';
import { anAdmin } from '../usecases/callers.ts';
import { artifactRefOf, callers } from './setting.ts';
import type { Deed, Flavor } from './steps.ts';

/** A mutation as a client sends it: always the same when it is sent again. */
export type Request = {
  readonly deed: Deed;
  readonly callerId: string;
  readonly operation: Operation;
  readonly key: string;
  readonly fingerprint: string;
  /** As the door does it: a denial is on record before its answer leaves. */
  readonly send: (world: World, requestId: string) => Promise<Result<unknown>>;
};

type Made = (number: number) => string | undefined;

/** Nobody's deployment. */
export const FOREIGN = '01KZZZZZZZZZZZZZZZZZZZZZZZ';

const callerOf = (name: string) => callers[name] ?? anAdmin();

/** The request of a deed, or nothing when it is none or has lost what it is about. */
export const requestOf = (deed: Deed, key: string, made: Made): Request | undefined => {
  if (deed.kind === 'deploy') {
    const { caller, kind: _, recipeId, ...intent } = deed;
    const body = { ...intent, changeSummary: `Change by ${key}`, ...(recipeId === undefined ? {} : { recipeId }) };
    return request({ deed, caller, operation: 'deployments.create', key, value: { body } }, deploy);
  }
  if (deed.kind === 'roll back') {
    const value = { params: { id: made(deed.of) ?? FOREIGN }, body: undefined };
    return request({ deed, caller: deed.caller, operation: 'deployments.rollback', key, value }, rollback);
  }
  if (deed.kind === 'cancel') {
    const value = { params: { id: made(deed.of) ?? FOREIGN }, body: { reason: 'Enough' } };
    return request({ deed, caller: deed.caller, operation: 'deployments.cancel', key, value }, cancel);
  }
  if (deed.kind === 'release') {
    const value = { params: { id: made(deed.of) ?? FOREIGN }, body: { reason: 'Nothing is heard of it' } };
    return request({ deed, caller: deed.caller, operation: 'deployments.release', key, value }, release);
  }
  if (deed.kind === 'register') {
    const value = { body: registrationOf(deed) };
    return request({ deed, caller: 'ci', operation: 'builds.register', key, value }, registerBuild);
  }
  return undefined;
};

/** The same key for something else. */
export const changedRequest = ({ deed, key }: Request, made: Made): Request | undefined => {
  const changed = { ...deed };
  if (changed.kind === 'deploy') {
    return requestOf(
      { ...changed, environment: changed.environment === 'sandbox' ? 'production' : 'sandbox' },
      key,
      made,
    );
  }
  if (changed.kind === 'register') return requestOf({ ...changed, version: `${changed.version}-rc.1` }, key, made);
  if (changed.kind === 'roll back' || changed.kind === 'cancel' || changed.kind === 'release') {
    return requestOf({ ...changed, of: -1 }, key, made);
  }
  return undefined;
};

type Sent<Input> = {
  readonly deed: Deed;
  readonly caller: string;
  readonly operation: Operation;
  readonly key: string;
  readonly value: Input;
};

const request = <Input>(
  { deed, caller: name, operation, key, value }: Sent<Input>,
  carryOut: (world: World, request: MutationRequest<Input>) => Promise<Result<unknown>>,
): Request => {
  const caller = callerOf(name);
  const fingerprint = JSON.stringify(value);
  return {
    deed,
    callerId: caller.id,
    operation,
    key,
    fingerprint,
    send: async (world, requestId) => {
      const asked = { caller, requestId, operation };
      const input = { ok: true, value } as const;
      const result = await carryOut(world, { ...asked, idempotencyKey: key, fingerprint, input });
      if (result.kind === 'refused') {
        const [first] = result.refusals;
        const route = { operation, permission: routes[operation].permission };
        await recordDenial(world, {
          caller,
          requestId,
          route,
          refusal: first,
          deploymentId: subjectOf(value),
          about: {},
        });
      }
      return result;
    },
  };
};

/** The deployment that a request is about, where its path names one. */
const subjectOf = (value: unknown): string | undefined => {
  const { params } = value as { readonly params?: { readonly id: string } };
  return params?.id;
};

const registrationOf = ({ service, version, flavor }: { service: string; version: string; flavor: Flavor }) => {
  const {
    status: _s,
    registeredAt: _a,
    registeredBy: _b,
    ...identity
  }: Build = aBuild({
    service,
    version,
    artifactRef: flavor === 'no artifact' ? artifactRefOf('shop', '0.7.0') : artifactRefOf(service, version),
    sha256: (flavor === 'wrong digest' ? 'b' : 'a').repeat(64),
  });
  return identity;
};
