import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { publicSettings } from '../api/queries.ts';
import { formWords as words } from '../copy/form.ts';
import { copy } from '../copy.ts';
import { Button } from '../kit/button.tsx';
import { Refusals } from '../kit/refusals.tsx';
import { Remark } from '../kit/remark.tsx';
import { changesBetween, faultsOf } from './changes.ts';
import { Conflict } from './conflict.tsx';
import type { Draft } from './draft.ts';
import { type Field, fieldsIn, isSame, type Sections } from './field.ts';
import { Review, ReviewBar } from './review.tsx';
import { errorsOf, errorWithin, type FieldErrors, type Send, useSave } from './save.ts';
import { EditSections } from './sections.tsx';
import { useUnsaved } from './unsaved.ts';

/** What a proposed version would do, and why it cannot be saved when it cannot. */
export type Effect = { readonly view: ReactNode; readonly barred: string | undefined; readonly errors?: FieldErrors };

type FormProps<Body, Saved> = {
  draft: Draft<Body>;
  sections: Sections<Body>;
  /** What is added, such as "delivery group"; told of what is new only. */
  what: string;
  send: Send<Body, Saved>;
  onSaved: (saved: Saved) => void;
  effect?: Effect | undefined;
  /** In place of a form without any field. */
  empty?: ReactNode;
  /** What may be done with a whole section, by its title. */
  asideOf?: (title: string) => ReactNode;
};

/** Whether what was refused is as it was sent: what somebody has changed since may be right now. */
const isOpen =
  <Body,>(fields: readonly Field<Body>[], sent: Body, body: Body) =>
  (error: FieldErrors[number]): boolean =>
    !fields.some(({ path, get }) => errorWithin([error], path) !== undefined && !isSame(get(sent), get(body)));

/** A form and its other half: what it changes in words, what that does, why, and the one button. */
export const Form = <Body, Saved>(props: FormProps<Body, Saved>) => {
  const { draft, sections, what, send, onSaved, effect, empty, asideOf } = props;
  const save = useSave(draft, send, onSaved);
  useUnsaved(draft);
  const isOff = useQuery(publicSettings).data?.mutationsDisabled ?? false;
  const [titleId, reviewId] = [useId(), useId()];
  const isNew = !draft.base;
  const changes = changesBetween(sections, draft.from, draft.body);
  const faults = faultsOf(sections, draft.body);
  const shown = sections(draft.body);
  const refused = errorsOf(save.error);
  const open = save.variables ? refused.filter(isOpen(fieldsIn(shown), save.variables, draft.body)) : refused;
  const isMended = refused.length > 0 && open.length === 0;
  const told = [...open, ...(effect?.errors ?? [])];
  const errorAt = (path: string) => faults.get(path) ?? errorWithin(told, path);
  const placed = told.filter(({ path }) =>
    fieldsIn(shown).some((field) => errorWithin([{ path, message: '' }], field.path) !== undefined),
  );
  const discard = () => {
    draft.forget();
    save.reset();
  };
  const barred = () => {
    if (save.isPending) return copy.reasons.submitting;
    if (changes.length === 0) return words.nothingChanged;
    if (isOff) return words.switchedOff;
    if (draft.overtakenBy) return words.solveConflict;
    if (faults.size > 0) return words.fieldsWrong(faults.size);
    return effect?.barred ?? (!isNew && draft.reason.trim() === '' ? words.reasonMissing : undefined);
  };
  return (
    <form
      noValidate
      aria-labelledby={titleId}
      onSubmit={(event) => {
        event.preventDefault();
        if (!barred()) save.mutate(draft.body);
      }}
      className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_320px]"
    >
      <div className="grid min-w-0 gap-5">
        {draft.overtakenBy && <Conflict draft={draft} newest={draft.overtakenBy} sections={sections} />}
        {draft.wasRestored && !draft.overtakenBy && <p className="text-sm text-ink-2">{words.restored}</p>}
        <EditSections
          sections={shown}
          from={isNew ? undefined : draft.from}
          body={draft.body}
          errorAt={errorAt}
          asideOf={asideOf}
          onChange={draft.change}
        />
        {shown.length === 0 && empty}
        {changes.length > 0 && <ReviewBar count={changes.length} reviewId={reviewId} />}
      </div>
      <Review id={reviewId} isNew={isNew} changes={changes} effect={effect?.view}>
        {changes.length > 0 && (
          <Remark label={words.reason} hint={words.reasonHint} value={draft.reason} onChange={draft.explain} />
        )}
        {save.error &&
          !isMended &&
          !draft.overtakenBy &&
          (placed.length > 0 ? (
            <p role="alert" className="text-sm text-bad">
              {words.correct}
            </p>
          ) : (
            <Refusals error={save.error} />
          ))}
        <div className="flex flex-wrap gap-2">
          <Button id={titleId} type="submit" look="primary" reason={barred()}>
            {isNew ? words.create(what) : words.save(changes.length)}
          </Button>
          {draft.isChanged && (
            <Button look="quiet" onClick={discard}>
              {words.discard}
            </Button>
          )}
        </div>
      </Review>
    </form>
  );
};
