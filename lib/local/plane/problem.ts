/** Something the person who starts a plane can put right; the message says how. */
export class PlaneProblem extends Error {
  override readonly name = 'PlaneProblem';
  constructor(what: string, nextStep: string, options?: ErrorOptions) {
    super(`${what}\n${nextStep}`, options);
  }
}
