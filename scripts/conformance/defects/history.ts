import { type Defect, defect } from './defect.ts';

/** Defects in records, in the way back, and in the audit trail. */

const FINISH = 'lib/domain/finish.ts';
const CANCEL = 'lib/domain/decide-cancel.ts';
const ROLLBACK_RULES = 'lib/domain/guardrails/rules.ts';
const WRITE = 'lib/domain/write.ts';

export const historyDefects: readonly Defect[] = [
  defect('GOV-RECORD-01', 'A record says that it was made when it was last written', {
    file: WRITE,
    from: '      updatedAt: now,\n',
    to: '      updatedAt: now,\n      createdAt: now,\n',
  }),
  defect('GOV-RECORD-02', 'What has ended can be asked to stop', {
    file: CANCEL,
    from: 'if (isTerminal(record.state)) return { admitted: false, refusal: hasEnded(record) };',
    to: 'if (isTerminal(record.state)) return { admitted: true, record, change: {} };',
  }),
  defect('GOV-RECORD-03', 'The timeline skips numbers', {
    file: WRITE,
    from: 'timelineSequence: before.timelineSequence + entries.length,',
    to: 'timelineSequence: before.timelineSequence + entries.length + 1,',
  }),
  {
    invariant: 'GOV-RECORD-04',
    defect: 'Who asks to stop a deployment is answered, and it goes on',
    changes: [
      {
        file: CANCEL,
        from: "  if (record.handOver.leases === 0) {\n    const ended = finish(facts, {\n      state: 'CANCELED',",
        to: "  if (record.handOver.leases < 0) {\n    const ended = finish(facts, {\n      state: 'CANCELED',",
      },
      { file: CANCEL, from: '    set: { cancelRequested: true },\n    entries:', to: '    set: {},\n    entries:' },
    ],
  },
  defect('GOV-RECORD-05', 'Everybody is shown the execution in the engine', {
    file: 'lib/domain/views.ts',
    from: "if (role !== 'PLATFORM_ADMIN') return visible;",
    to: 'if (role === undefined) return visible;',
  }),
  defect('GOV-RECORD-06', 'What is in time can be given up', {
    file: 'lib/domain/decide-release.ts',
    from: 'if (!record.stalled) return',
    to: "if (record.id === '') return",
  }),
  defect('GOV-BACK-01', 'What does not exist cannot be told from what is somebody else’s', {
    file: 'lib/usecases/rollback.ts',
    from: 'if (!original) return notFound(',
    to: 'if (!original) return outOfScope(',
  }),
  defect('GOV-BACK-02', 'The way back leads to the version that is undone', {
    file: 'lib/domain/decide-rollback.ts',
    from: 'success.version !== original.version',
    to: 'success.version === original.version',
  }),
  defect('GOV-BACK-03', 'What was rolled back does not say so', {
    file: FINISH,
    from: "set: { rolledBackBy: ended.id, outcome: outcomeAfter(original.outcome, 'ROLLED_BACK') },",
    to: 'set: {},',
  }),
  defect('GOV-BACK-04', 'A rollback may be rolled back', {
    file: ROLLBACK_RULES,
    from: '  notARollback,\n  isCurrent,\n',
    to: '  isCurrent,\n',
  }),
  defect('GOV-BACK-05', 'What does not run may be rolled back', {
    file: 'lib/domain/guardrails/rollback-possible.ts',
    from: 'if (lane?.running?.deploymentId === original.id) {',
    to: 'if (lane?.running) {',
  }),
  defect('GOV-BACK-06', 'Who asks for a second rollback is not told that one is under way', {
    file: ROLLBACK_RULES,
    from: '  noRollbackUnderWay,\n  recipeForEngine,\n',
    to: '  recipeForEngine,\n',
  }),
  defect('GOV-AUDIT-01', 'Denials are not put on record', {
    file: 'lib/http/denials.ts',
    from: 'if (!isAudited(refusal)) return;',
    to: 'if (isAudited(refusal)) return;',
  }),
  defect('GOV-AUDIT-02', 'The admission of a deployment is on record twice', {
    file: 'lib/domain/admit.ts',
    from: 'audit: [admissionAudit(facts, mint, record)],',
    to: "audit: [admissionAudit(facts, mint, record), { ...admissionAudit(facts, mint, record), eventId: mint.eventId.replace(/.$/, '0') }],",
  }),
  defect('GOV-AUDIT-03', 'Why a deployment was canceled is not on record', {
    file: CANCEL,
    from: '    ...(reason === undefined ? {} : { reason }),\n',
    to: '',
  }),
  defect('GOV-AUDIT-04', 'Events on record change as they are read', {
    file: 'lib/usecases/reading/audit.ts',
    from: 'answer(await store.listAudit(query));',
    to: 'store.listAudit(query).then((page) => answer({ ...page, items: page.items.map((event) => ({ ...event, summary: event.summary + Math.random() })) }));',
  }),
  defect('GOV-AUDIT-05', 'The audit trail is read oldest first', {
    file: 'lib/usecases/reading/audit.ts',
    from: 'answer(await store.listAudit(query));',
    to: 'store.listAudit(query).then((page) => answer({ ...page, items: page.items.toReversed() }));',
  }),
  defect('GOV-AUDIT-06', 'Every denial is told singly, however many there are', {
    file: 'lib/domain/denials.ts',
    from: 'export const SINGLE_DENIALS = 10;',
    to: 'export const SINGLE_DENIALS = 10_000;',
  }),
];
