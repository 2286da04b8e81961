import { accessDefects } from './access.ts';
import { admissionDefects } from './admission.ts';
import { configuringDefects } from './configuring.ts';
import type { Defect } from './defect.ts';
import { governingDefects } from './governing.ts';
import { historyDefects } from './history.ts';
import { requestDefects } from './requests.ts';

/** One for each invariant. */
export const defects: readonly Defect[] = [
  ...accessDefects,
  ...requestDefects,
  ...admissionDefects,
  ...governingDefects,
  ...configuringDefects,
  ...historyDefects,
];
