/**
 * Every code a caller can meet, with its HTTP status and the title of its problem. Order inside a phase is the order
 * in which refusals are listed; the first refusal gives the answer its status and code.
 */
export const problemCodes = {
  // Before the rules
  INVALID_REQUEST: { status: 400, title: 'The request is not valid' },
  IDMP_KEY_REQUIRED: { status: 400, title: 'An Idempotency-Key is required' },
  AUTHZ_ROLE_REQUIRED: { status: 403, title: 'No DXCP role' },
  ROLE_FORBIDDEN: { status: 403, title: 'Your role may not do this' },
  CI_ONLY: { status: 403, title: 'Only CI publishers may do this' },
  NOT_FOUND: { status: 404, title: 'Not found' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'Method not allowed' },
  RATE_LIMITED: { status: 429, title: 'Too many requests' },
  MUTATIONS_DISABLED: { status: 503, title: 'Changes are switched off' },
  // Policy
  SERVICE_NOT_ALLOWLISTED: { status: 403, title: 'Unknown service' },
  SERVICE_NOT_IN_DELIVERY_GROUP: { status: 403, title: 'The service is in no delivery group' },
  DELIVERY_GROUP_SCOPE_REQUIRED: { status: 403, title: 'Not your delivery group' },
  ENVIRONMENT_NOT_ALLOWED: { status: 403, title: 'The environment is not open to this delivery group' },
  ENVIRONMENT_DISABLED: { status: 403, title: 'The environment is disabled' },
  ENVIRONMENT_RETIRED: { status: 403, title: 'The environment is retired' },
  RECIPE_ID_REQUIRED: { status: 400, title: 'A recipe must be chosen' },
  RECIPE_NOT_FOUND: { status: 404, title: 'Unknown recipe' },
  RECIPE_DEPRECATED: { status: 403, title: 'The recipe is deprecated' },
  RECIPE_NOT_ALLOWED: { status: 403, title: 'The recipe is not allowed here' },
  // Compatibility
  RECIPE_INCOMPATIBLE: { status: 400, title: 'The recipe does not fit' },
  INVALID_VERSION: { status: 400, title: 'Not a version' },
  VERSION_NOT_FOUND: { status: 400, title: 'Unknown version' },
  VERSION_NOT_VERIFIED: { status: 409, title: 'The version is not verified' },
  ARTIFACT_NOT_FOUND: { status: 409, title: 'The artifact is gone' },
  NO_PRIOR_SUCCESSFUL_VERSION: { status: 400, title: 'Nothing to roll back to' },
  ROLLBACK_OF_ROLLBACK: { status: 400, title: 'A rollback cannot be rolled back' },
  ROLLBACK_NOT_CURRENT: { status: 409, title: 'Not the current deployment' },
  ROLLBACK_IN_PROGRESS: { status: 409, title: 'A rollback is already under way' },
  // Quota, concurrency, engine
  QUOTA_EXCEEDED: { status: 429, title: 'The daily quota is used up' },
  CONCURRENCY_LIMIT_REACHED: { status: 409, title: 'Another deployment is under way' },
  ENGINE_UNAVAILABLE: { status: 503, title: 'The deployment engine cannot be reached' },
  // State
  IDEMPOTENCY_CONFLICT: { status: 409, title: 'The Idempotency-Key was used for another request' },
  BUILD_REGISTRATION_CONFLICT: { status: 409, title: 'The version is registered with other contents' },
  ALREADY_EXISTS: { status: 409, title: 'The name is taken' },
  REVISION_CONFLICT: { status: 409, title: 'Somebody changed it meanwhile' },
  SERVICE_ALREADY_ASSIGNED: { status: 409, title: 'The service is in another delivery group' },
  RECIPE_IN_USE: { status: 409, title: 'The recipe is in use' },
  ENVIRONMENT_IN_USE: { status: 409, title: 'The environment is in use' },
  NOT_STALLED: { status: 409, title: 'The deployment is not stalled' },
  NOT_CANCELABLE: { status: 409, title: 'The deployment cannot be stopped' },
  CONTENTION: { status: 409, title: 'Too many changes at once' },
  INVALID_BUILD_REGISTRATION: { status: 400, title: 'The build registration is not valid' },
  INVALID_ARTIFACT: { status: 400, title: 'The artifact is not valid' },
  // Faults
  NOT_YET_EVERYWHERE: { status: 503, title: 'Done, but not everywhere yet' },
  ENGINE_TIMEOUT: { status: 504, title: 'The deployment engine did not answer in time' },
  ENGINE_UNAUTHORIZED: { status: 502, title: 'The deployment engine refused our credentials' },
  ENGINE_MISCONFIGURED: { status: 502, title: 'The deployment engine is not what the configuration says' },
  ENGINE_CALL_FAILED: { status: 502, title: 'The deployment engine failed' },
  INTERNAL_ERROR: { status: 500, title: 'Something went wrong on our side' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problemCodes;
