import { type Defect, defect } from './defect.ts';

/** Defects in revisions, in what is in use, in previews and in sealed evidence. */

const IF_MATCH = 'lib/http/if-match.ts';
const PREVIEW = 'lib/usecases/preview/preview.ts';

export const configuringDefects: readonly Defect[] = [
  defect('GOV-REV-01', 'The list of publishers is overwritten whatever it has become', {
    file: 'lib/domain/configure/decide-settings.ts',
    from: 'if (revision !== before.revision) {',
    to: 'if (revision < before.revision) {',
  }),
  defect('GOV-REV-02', 'The ETag that reading gave is no revision', {
    file: IF_MATCH,
    from: '(?:-[\\w-]+)?"$/',
    to: '"$/',
  }),
  defect('GOV-REV-03', 'If-Match goes before the revision in the request', {
    file: IF_MATCH,
    from: "  if (own !== undefined && own !== revision) return wrong('body.revision', OTHER);\n",
    to: '',
  }),
  defect('GOV-USE-01', 'A recipe becomes another one under its name', {
    file: 'lib/domain/configure/decide-recipe.ts',
    from: 'if (remapped.length > 0 && groups.length > 0) return',
    to: 'if (remapped.length > 0 && groups.length < 0) return',
  }),
  defect('GOV-USE-02', 'An environment is deleted though a group is bound to it', {
    file: 'lib/domain/configure/decide-environment.ts',
    from: "if (groups.length > 0) return inUse(existing, groups, 'delete it');",
    to: '',
  }),
  defect('GOV-PREVIEW-01', 'A preview does not say what would be changed', {
    file: PREVIEW,
    from: 'changes: changesOf(existing, value),',
    to: 'changes: [],',
  }),
  {
    invariant: 'GOV-PREVIEW-02',
    defect: 'A preview saves what it is asked about',
    changes: [
      {
        file: PREVIEW,
        from: '  return answer({\n    allowed:',
        to: '  if (decision.admitted) await store.commit(decision.change);\n  return answer({\n    allowed:',
      },
      {
        file: 'lib/stacks/grants.ts',
        from: "gsi3: ['deployment'] },\n    puts: ['audit'],\n  },\n  'health.get'",
        to: "gsi3: ['deployment'] },\n    puts: ['audit', 'deliveryGroup'],\n    updates: ['guard'],\n    checks: ['service', 'recipe', 'environment'],\n  },\n  'health.get'",
      },
    ],
  },
  defect('GOV-PREVIEW-03', 'Everybody who reads may ask for previews', {
    file: 'lib/contract/routes/guardrails/preview.ts',
    from: "permission: 'admin',",
    to: "permission: 'read',",
  }),
  defect('GOV-PREVIEW-04', 'A preview of the mode does not look at what was admitted', {
    file: 'lib/usecases/preview/settings-proposal.ts',
    from: 'groups: value.mode === inForce.mode ? undefined : [...groups.keys()],',
    to: 'groups: undefined,',
  }),
  defect('GOV-SEAL-01', 'Everybody who reads may export the audit record', {
    file: 'lib/contract/routes/audit/export.ts',
    from: "permission: 'admin',",
    to: "permission: 'read',",
  }),
  defect('GOV-SEAL-02', 'Events are exported otherwise than they were sealed', {
    file: 'lib/usecases/reading/export-proofs.ts',
    from: "return { type: 'event', event, ",
    to: "return { type: 'event', event: { ...event, summary: event.summary.toUpperCase() }, ",
  }),
  defect('GOV-SEAL-03', 'Nobody is told that an export has another page', {
    file: 'lib/contract/lines.ts',
    from: "NEXT_CURSOR = 'next-cursor'",
    to: "NEXT_CURSOR = 'x-another-page'",
  }),
];
