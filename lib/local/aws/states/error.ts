/** An error a state machine can name: in Retry, in Catch, or as the reason an execution failed. */
export class StateError extends Error {
  constructor(name: string, cause: string) {
    super(cause);
    this.name = name;
  }
}

/** The definition or the data cannot be run; no Retry or Catch ever applies to it, as in AWS. */
export const runtimeError = (cause: string): StateError => new StateError('States.Runtime', cause);

/** A failed task as AWS reports it: the function's error type as name, details as JSON in the cause. */
export function taskError(error: unknown): StateError {
  if (error instanceof StateError) return error;
  const { name, message } = error instanceof Error ? error : { name: 'Lambda.Unknown', message: String(error) };
  return new StateError(name, JSON.stringify({ errorType: name, errorMessage: message, trace: [] }));
}

/** Whether a Retry or Catch entry covers an error of this name. */
export function covers(errorEquals: readonly string[], name: string): boolean {
  if (name === 'States.Runtime') return false;
  return errorEquals.some(
    (entry) => entry === name || entry === 'States.ALL' || (entry === 'States.TaskFailed' && name !== 'States.Timeout'),
  );
}
