import { useRef, useState } from 'react';
import type { Deployment } from '../../../../lib/contract/deployment.ts';

const READING_PX = 160;

/** Rows as they stood when the person scrolled into them: newer ones wait behind a button and push nothing. */
export const useSettledRows = (rows: readonly Deployment[] | undefined) => {
  const newest = useRef<string | undefined>(undefined);
  const [, again] = useState(0);
  const reading = window.scrollY > READING_PX;
  const known = rows?.findIndex((row) => row.id === newest.current) ?? -1;
  const fresh = reading && known > 0 ? known : 0;
  if (fresh === 0) newest.current = rows?.[0]?.id;
  return {
    shown: rows?.slice(fresh),
    fresh,
    showFresh: () => {
      newest.current = rows?.[0]?.id;
      window.scrollTo({ top: 0 });
      again((times) => times + 1);
    },
  };
};
