import type { Access } from '../../stacks/access.ts';
import type { Authorize } from '../aws/dynamodb/protocol.ts';
import type { AwsHandler, AwsRequest } from '../aws/http.ts';
import { readClaim } from '../aws/sigv4/credential.ts';
import { verifySignature } from '../aws/sigv4/verify.ts';
import { PLANE_CREDENTIAL } from '../plane/names.ts';
import { AccessDenied } from './access-denied.ts';
import { actAs, signAsCallers } from './caller.ts';
import { type Door, doors, type ServiceName } from './doors.ts';
import { createDynamoDoor } from './dynamo-door.ts';
import { type Ask, evaluate, type Verdict } from './evaluate.ts';
import type { Judge, SecretFor } from './judge.ts';
import { createRoles, deployedAccess, type FunctionRole, policyOf } from './roles.ts';
import { openUsage } from './usage.ts';

export type IamOptions = {
  /** Told of every refusal: the caller only sees the AWS answer. */
  readonly report: (denied: AccessDenied) => void;
  /** What a function may do; what the stacks deploy when left out. */
  readonly accessOf?: (path: string, deployed: Access) => Access;
};

export type Iam = {
  /** Runs a function's work in its own name. Functions without a role may do nothing at AWS. */
  readonly runAs: <T>(path: string, work: () => T) => T;
  readonly authorizeDynamo: Authorize;
  /** The endpoint behind its door: signed by a known key, and granted. */
  readonly guard: (service: ServiceName, serve: AwsHandler) => AwsHandler;
  /** For endpoints that verify signatures themselves. */
  readonly secretFor: SecretFor;
  /** Grants that no request has needed since the start, by function. */
  readonly unused: () => ReadonlyMap<string, readonly string[]>;
  readonly close: () => void;
};

/** Who may do what at the embedded AWS endpoints. The plane's own key may do everything, as an operator's would. */
export function openIam({ report, accessOf = (_, deployed) => deployed }: IamOptions): Iam {
  const roles = createRoles();
  const byPath = new Map(roles.map((role) => [role.path, role]));
  const byKey = new Map(roles.map((role) => [role.accessKeyId, role]));
  const usage = openUsage(deployedAccess);
  const stopSigning = signAsCallers();

  const secretFor: SecretFor = (accessKeyId) =>
    accessKeyId === PLANE_CREDENTIAL.accessKeyId ? PLANE_CREDENTIAL : byKey.get(accessKeyId);

  /** Throws AccessDenied. */
  const authorize = (accessKeyId: string, asks: readonly Ask[]): void => {
    const role = byKey.get(accessKeyId);
    if (!role) return;
    const statements = policyOf(accessOf(role.path, deployedAccess.get(role.path) ?? {}));
    for (const ask of asks) {
      const verdict = evaluate(statements, ask);
      if (verdict !== 'allowed') throw denied(role, ask, verdict);
      usage.note(role.path, ask);
    }
  };

  const denied = ({ path }: FunctionRole, ask: Ask, verdict: Exclude<Verdict, 'allowed'>): AccessDenied => {
    const error = new AccessDenied(path, ask, verdict);
    report(error);
    return error;
  };

  return {
    runAs: (path, work) => {
      const role = byPath.get(path);
      if (!role) throw new Error(`The function ${path} has no role: say what it may do in lib/stacks/grants.ts`);
      return actAs(role, work);
    },
    authorizeDynamo: createDynamoDoor({ secretFor, authorize }),
    guard: (service, serve) => guarded(doors[service], serve, { secretFor, authorize }),
    secretFor,
    unused: usage.unused,
    close: stopSigning,
  };
}

const guarded =
  (door: Door, serve: AwsHandler, { secretFor, authorize }: Judge): AwsHandler =>
  async (request) => {
    const accessKeyId = door.verifies ? claimed(request) : verified(request, door, secretFor);
    // Its endpoint refuses what is not signed in its own words.
    if (accessKeyId === undefined) return door.verifies ? serve(request) : door.unknown;
    try {
      authorize(accessKeyId, door.asksOf(request));
    } catch (error) {
      if (error instanceof AccessDenied) return door.refuse(error.message, request);
      throw error;
    }
    return serve(request);
  };

const claimed = (request: AwsRequest): string | undefined =>
  readClaim(request, new URLSearchParams(request.url.split(/\?(.*)/s)[1] ?? ''))?.accessKeyId;

const verified = (request: AwsRequest, { service }: Door, secretFor: SecretFor): string | undefined => {
  const verdict = verifySignature(request, { secretFor, service, now: Date.now() });
  return verdict.ok ? verdict.accessKeyId : undefined;
};
