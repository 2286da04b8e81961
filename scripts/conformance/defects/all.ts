import { accessDefects } from './access.ts';
import { admissionDefects } from './admission.ts';
import { configuringDefects } from './configuring.ts';
import type { Defect } from './defect.ts';
import { governingDefects } from './governing.ts';
import { historyDefects } from './history.ts';
import { requestDefects } from './requests.ts';

/** One for each invariant that a plane of this machine can break. */
export const defects: readonly Defect[] = [
  ...accessDefects,
  ...requestDefects,
  ...admissionDefects,
  ...governingDefects,
  ...configuringDefects,
  ...historyDefects,
];

/** Invariants that have none, and why. */
export const withoutDefect: Readonly<Record<string, string>> = {
  'GOV-ROLE-04':
    'Nobody who can sign in to a local plane is without a role; `test/authority` shows its tokens to every route.',
};
