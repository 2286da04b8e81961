/**
 * How sentences name a step of the recipe. Engines tell what happens at a step in sentences, which are kept as they
 * were told; written and read here only, they can be given out as data.
 */

export const stepNamed = (label: string): string => `Step "${label}"`;

export const stepPlace = (number: number, count: number): string => `Step ${number} of ${count}`;

export const awaitsApproval = (label: string): string =>
  `${stepNamed(label)} waits for an approval, which is given in the engine`;

export const wasPassedOver = (label: string): string => `${stepNamed(label)} failed and was passed over`;

export const PAUSED = 'The work was paused in the engine';

export type StepWarning =
  | { readonly kind: 'APPROVAL'; readonly step: string }
  | { readonly kind: 'PASSED_OVER'; readonly step: string }
  | { readonly kind: 'PAUSE' };

/** What a warning is about, if it is one of ours. */
export const readWarning = (warning: string): StepWarning | undefined => {
  if (warning === PAUSED) return { kind: 'PAUSE' };
  const step = /Step "(.+)" /.exec(warning)?.[1];
  if (step === undefined) return undefined;
  if (warning === awaitsApproval(step)) return { kind: 'APPROVAL', step };
  return warning === wasPassedOver(step) ? { kind: 'PASSED_OVER', step } : undefined;
};

/** The step that a failure begins with. */
export const readStepNamed = (detail: string): string | undefined => /^Step "([^"]+)"/.exec(detail)?.[1];

export const readStepPlace = (detail: string): { readonly number: number; readonly count: number } | undefined => {
  const found = /^Step (\d+) of (\d+)$/.exec(detail);
  return found ? { number: Number(found[1]), count: Number(found[2]) } : undefined;
};

/** The steps that failed without ending the work, each once. */
export const stepsPassedOver = (warnings: readonly string[]): string[] => [
  ...new Set(
    warnings.flatMap((warning) => {
      const read = readWarning(warning);
      return read?.kind === 'PASSED_OVER' ? [read.step] : [];
    }),
  ),
];
