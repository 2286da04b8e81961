import type { AuditLine, EventLine, ExportLine, SealLine } from '../../../lib/contract/seal.ts';
import { idNumber } from '../../builders/records.ts';

/** What somebody may do to the lines of an export. */

export type Edit<Line> = (line: Line) => AuditLine | readonly AuditLine[];

export const editEvent =
  (number: number, edit: Edit<EventLine>) =>
  (all: readonly AuditLine[]): readonly AuditLine[] =>
    all.flatMap((line) => (line.type === 'event' && line.event.eventId === idNumber(number) ? edit(line) : line));
export const editSeal =
  (sequence: number, edit: Edit<SealLine>) =>
  (all: readonly AuditLine[]): readonly AuditLine[] =>
    all.flatMap((line) => (line.type === 'seal' && line.header.sequence === sequence ? edit(line) : line));
export const editClaim =
  (edit: Edit<ExportLine>) =>
  (all: readonly AuditLine[]): readonly AuditLine[] =>
    all.flatMap((line) => (line.type === 'export' ? edit(line) : line));
export const withHeader =
  (set: Partial<SealLine['header']>): Edit<SealLine> =>
  (line) => ({ ...line, header: { ...line.header, ...set } });
