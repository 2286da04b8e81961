import { adminWords } from './admin.ts';
import { policyWords } from './policy.ts';

/** The pages for admins, by the part of the address that names them. */
export const adminSections = [
  ['overview', adminWords.overview],
  ['groups', policyWords.groups],
  ['recipes', policyWords.recipes],
  ['environments', policyWords.environments],
  ['services', policyWords.services],
  ['settings', adminWords.settings],
  ['publishers', adminWords.publishers],
  ['kill-switch', adminWords.killSwitch],
  ['stalled', adminWords.stalled],
  ['audit', adminWords.audit],
  ['engine', adminWords.engine],
] as const;

export type AdminSection = (typeof adminSections)[number][0];
