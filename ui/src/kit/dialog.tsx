import { type ReactNode, useEffect, useId, useRef } from 'react';
import { copy } from '../copy.ts';
import { Icon } from './icon.tsx';

type DialogProps = { title: string; onClose: () => void; children: ReactNode; footer?: ReactNode };

/** A plain confirm on the platform's own dialog: focus is kept inside and returns, Escape closes. */
export const Dialog = ({ title, onClose, children, footer }: DialogProps) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog; the click is the same for a pointer
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && dialog.current?.close()}
      className="arrive m-auto mt-[12vh] w-120 max-w-[calc(100vw-2rem)] rounded-xl border border-line bg-surface p-0 text-ink shadow-2xl backdrop:bg-scrim"
    >
      <div>
        <header className="flex items-start justify-between gap-3 px-5 pt-4 pb-2">
          <h2 id={id} className="text-lg leading-6 font-semibold">
            {title}
          </h2>
          <button
            type="button"
            aria-label={copy.actions.close}
            onClick={() => dialog.current?.close()}
            className="-mr-1 rounded p-1 text-ink-3 hover:bg-sunken"
          >
            <Icon name="cross" />
          </button>
        </header>
        <div className="px-5 pb-4">{children}</div>
        {footer && (
          <footer className="flex flex-wrap justify-end gap-2 rounded-b-xl border-t border-line bg-sunken px-5 py-3">
            {footer}
          </footer>
        )}
      </div>
    </dialog>
  );
};
