import { useEffect, useRef } from 'react';
import { isLeaving } from '../app/leaving.ts';
import { formWords as words } from '../copy/form.ts';
import { toast } from '../kit/toasts.tsx';
import type { Draft } from './draft.ts';

const ask = (event: BeforeUnloadEvent): void => {
  if (!isLeaving()) event.preventDefault();
};

/**
 * What is changed and not saved lives as long as this tab: closing it asks first, and who goes to another page is told
 * that it waits. Without a change nothing is said.
 */
export const useUnsaved = <Body>({ isChanged, isKept }: Draft<Body>): void => {
  const latest = useRef({ isChanged, isKept });
  useEffect(() => {
    latest.current = { isChanged, isKept };
  });
  useEffect(() => {
    if (!isChanged) return;
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isChanged]);
  useEffect(
    () => () => {
      // A draft that was just saved may be gone without another render.
      if (latest.current.isChanged && latest.current.isKept()) toast(words.unsaved, words.unsavedText);
    },
    [],
  );
};
