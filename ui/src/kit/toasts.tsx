import { useSyncExternalStore } from 'react';

type Toast = { readonly id: number; readonly title: string; readonly text?: string | undefined };

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();
const replace = (next: readonly Toast[]) => {
  toasts = next;
  for (const listener of listeners) listener();
};
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const SHOWN_MS = 6000;

/** Says for a moment that something was done. Never the only place where an error is told. */
export const toast = (title: string, text?: string): void => {
  const id = nextId++;
  replace([...toasts, { id, title, text }]);
  setTimeout(() => replace(toasts.filter((other) => other.id !== id)), SHOWN_MS);
};

export const Toasts = () => {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div role="status" className="fixed right-4 bottom-20 z-50 grid w-80 max-w-[calc(100vw-2rem)] gap-2 md:bottom-5">
      {shown.map(({ id, title, text }) => (
        <div key={id} className="arrive rounded-lg border border-line bg-surface p-3 shadow-xl">
          <div className="text-sm font-semibold">{title}</div>
          {text && <div className="text-sm text-ink-2">{text}</div>}
        </div>
      ))}
    </div>
  );
};
