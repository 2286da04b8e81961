import { useEffect, useRef } from 'react';

const GAP = 6;
const EDGE = 8;
const HOVER_DELAY_MS = 250;

const place = (tip: HTMLElement, anchor: Element): void => {
  const box = anchor.getBoundingClientRect();
  const left = box.left + box.width / 2 - tip.offsetWidth / 2;
  const above = box.top - tip.offsetHeight - GAP;
  tip.style.left = `${Math.max(EDGE, Math.min(innerWidth - tip.offsetWidth - EDGE, left))}px`;
  tip.style.top = `${above > EDGE ? above : box.bottom + GAP}px`;
};

/** Shows the `data-tip` of whatever is pointed at or focused; one popover serves the whole page. */
const followTips = (tip: HTMLElement): (() => void) => {
  let timer = 0;
  const hide = () => {
    clearTimeout(timer);
    if (tip.matches(':popover-open')) tip.hidePopover();
  };
  const show = (event: Event) => {
    const anchor = event.target instanceof Element ? event.target.closest('[data-tip]') : null;
    if (!anchor) return hide();
    clearTimeout(timer);
    timer = window.setTimeout(
      () => {
        tip.textContent = anchor.getAttribute('data-tip');
        // A dialog opened meanwhile lies above an open popover: open it anew, on top.
        hide();
        tip.showPopover();
        place(tip, anchor);
      },
      event.type === 'focusin' ? 0 : HOVER_DELAY_MS,
    );
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') hide();
  };
  const stop = new AbortController();
  const options = { signal: stop.signal };
  document.addEventListener('pointerover', show, options);
  document.addEventListener('focusin', show, options);
  document.addEventListener('focusout', hide, options);
  document.addEventListener('keydown', onKey, options);
  document.addEventListener('scroll', hide, { ...options, capture: true });
  return () => stop.abort();
};

export const TipLayer = () => {
  const tip = useRef<HTMLDivElement>(null);
  useEffect(() => (tip.current ? followTips(tip.current) : undefined), []);
  return (
    <div
      ref={tip}
      popover="manual"
      aria-hidden="true"
      className="fixed inset-auto m-0 max-w-80 rounded-md bg-ink px-2 py-1 text-xs text-bg"
    />
  );
};
