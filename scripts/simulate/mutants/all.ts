import { admissionMutants } from './admission.ts';
import { configurationMutants } from './configuration.ts';
import { endingMutants } from './ending.ts';
import type { Mutant } from './mutant.ts';
import { recordMutants } from './record.ts';
import { upkeepMutants } from './upkeep.ts';
import { workflowMutants } from './workflow.ts';

/** All defects, in the order in which they are told of. */
export const mutants: readonly Mutant[] = [
  ...admissionMutants,
  ...configurationMutants,
  ...endingMutants,
  ...workflowMutants,
  ...upkeepMutants,
  ...recordMutants,
];
