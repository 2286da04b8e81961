import { formWords as words } from '../copy/form.ts';
import { Button } from '../kit/button.tsx';
import { Notice } from '../kit/notice.tsx';
import { changesBetween, type FieldChange, redone } from './changes.ts';
import type { Draft, Stored } from './draft.ts';
import type { Sections } from './field.ts';

/** Changes in words, one a line. */
export const ChangeList = ({ changes }: { changes: readonly FieldChange[] }) => (
  <ul className="grid gap-1.5 text-sm">
    {changes.map(({ path, label, text }) => (
      <li key={path} className="wrap-anywhere">
        <span className="text-ink-2">{label}:</span> <span className="tnum font-medium">{text}</span>
      </li>
    ))}
  </ul>
);

const Side = ({ title, changes }: { title: string; changes: readonly FieldChange[] }) => (
  <section className="min-w-0">
    <h2 className="mb-1.5 text-sm font-semibold">{title}</h2>
    {changes.length > 0 ? <ChangeList changes={changes} /> : <p className="text-sm text-ink-2">{words.conflictSame}</p>}
  </section>
);

type ConflictProps<Body> = { draft: Draft<Body>; newest: Stored<Body>; sections: Sections<Body> };

/** Two people changed the same thing: both versions, and what may become of this one. */
export const Conflict = <Body,>({ draft, newest, sections }: ConflictProps<Body>) => (
  <div role="alert">
    <Notice tone="warn" title={words.conflictTitle}>
      <div className="mt-1 grid gap-4">
        <p className="text-sm text-ink-2">{words.conflictText(newest.updatedBy, newest.revision)}</p>
        <div className="grid gap-4 sm:grid-cols-2">
          <Side title={words.conflictTheirs} changes={changesBetween(sections, draft.from, newest.body)} />
          <Side title={words.conflictYours} changes={changesBetween(sections, draft.from, draft.body)} />
        </div>
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => draft.restart(redone(sections, draft.from, draft.body, newest.body))}>
            {words.redo}
          </Button>
          <Button look="quiet" onClick={draft.forget}>
            {words.takeTheirs}
          </Button>
        </div>
      </div>
    </Notice>
  </div>
);
