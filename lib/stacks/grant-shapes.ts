import type { Access, Collection } from './access.ts';

/** What many functions may touch alike. */

export const records = (...reads: readonly Collection[]): Access => ({ reads, puts: ['audit'] });
export const ownGroups = { gsi1: ['deliveryGroup'] } as const;

export const admissionFacts: readonly Collection[] = [
  'answer',
  'killSwitch',
  'settings',
  'breaker',
  'pulse',
  'service',
  'environment',
  'build',
  'lane',
  'deliveryGroup',
  'recipe',
  'guard',
  'slots',
  'quota',
];
/** What every change by an admin reads and writes, and that it depends on the kill switch being off. */
export const configures = (
  own: { reads: readonly Collection[]; puts: readonly Collection[] } & Omit<Access, 'reads' | 'puts'>,
): Access => ({
  ...own,
  reads: ['answer', 'killSwitch', ...own.reads],
  puts: ['answer', 'audit', ...own.puts],
  checks: ['killSwitch', ...(own.checks ?? [])],
});
/** Of more groups than fit into one change, the guard rows follow the master row. */
export const renews = { reads: ['groupRegistry', 'guard'], puts: ['killSwitch'], updates: ['guard'] } as const;
/** What is configured one by one. */
export const objects = ['deliveryGroup', 'recipe', 'environment', 'service'] as const;

export const preview: Access = { reads: admissionFacts, puts: ['audit'], artifacts: 'read' };
export const admission: Access = {
  reads: admissionFacts,
  puts: ['answer', 'deployment', 'lane', 'audit'],
  updates: ['slots', 'quota'],
  checks: ['guard'],
  artifacts: 'read',
};
