import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';

const SEQUENCE_MS = 1200;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Moves the focus among the rows of the page's lists; the first one when it is elsewhere. */
const goThroughRows = (step: 1 | -1): void => {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
  const here = rows.findIndex((row) => row.matches(':focus'));
  rows[here < 0 ? 0 : Math.min(Math.max(here + step, 0), rows.length - 1)]?.focus();
};

type Shortcuts = { openPalette: () => void; openHelp: () => void };

/** `g s`, `g d`, `j`, `k`, `/`, `?`, `d`, `r` and ⌘K. Each does what a link or a button of the page does. */
export const useShortcuts = ({ openPalette, openHelp }: Shortcuts): void => {
  const navigate = useNavigate();
  useEffect(() => {
    let went = Number.NEGATIVE_INFINITY;
    const press = (selector: string) => document.querySelector<HTMLElement>(selector);
    const single: Record<string, () => void> = {
      '?': openHelp,
      '/': () => press('[data-filter]')?.focus(),
      j: () => goThroughRows(1),
      k: () => goThroughRows(-1),
      d: () => press('[data-key="d"]')?.click(),
      r: () => press('[data-key="r"]')?.click(),
    };
    const afterG: Record<string, () => void> = {
      s: () => void navigate({ to: '/services' }),
      d: () => void navigate({ to: '/deployments' }),
    };
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key === 'k') {
        event.preventDefault();
        return openPalette();
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('dialog[open], [role="dialog"]')) return;
      const fast = event.timeStamp - went < SEQUENCE_MS;
      went = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const action = (fast ? afterG[event.key] : undefined) ?? single[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [navigate, openPalette, openHelp]);
};
