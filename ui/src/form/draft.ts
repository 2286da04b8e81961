import { useState } from 'react';
import { isSame } from './field.ts';

/** A thing as it is stored. */
export type Stored<Body> = {
  readonly body: Body;
  readonly revision: number;
  readonly updatedBy: string;
  readonly updatedAt: string;
  readonly lastChangeReason?: string | undefined;
};

type Kept<Body> = { readonly base: Stored<Body> | undefined; readonly body: Body; readonly reason: string };

const keptAt = <Body>(key: string): Kept<Body> | undefined => {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
};

export type DraftOf<Body> = {
  /** Names the draft within this tab: it survives a reload, another page and a new sign-in. */
  readonly key: string;
  /** As it is stored now; absent for what is new. */
  readonly stored: Stored<Body> | undefined;
  readonly blank: Body;
};

/** What a person has changed and not saved, with the version it was changed from. */
export const useDraft = <Body>({ key, stored, blank }: DraftOf<Body>) => {
  const storageKey = `dxcp-draft-${key}`;
  const [kept, setKept] = useState(() => keptAt<Body>(storageKey));
  const [wasRestored] = useState(kept !== undefined);
  const base = kept?.base ?? stored;
  const from = base?.body ?? blank;
  const body = kept?.body ?? from;
  const reason = kept?.reason ?? '';
  const isChanged = !isSame(body, from);
  const keep = (next: Kept<Body> | undefined) => {
    if (next) sessionStorage.setItem(storageKey, JSON.stringify(next));
    else sessionStorage.removeItem(storageKey);
    setKept(next);
  };
  return {
    base,
    from,
    body,
    reason,
    isChanged,
    wasRestored: wasRestored && isChanged,
    /** Somebody saved another version meanwhile. */
    overtakenBy: isChanged && stored && base && stored.revision !== base.revision ? stored : undefined,
    change: (next: Body) => keep(isSame(next, from) && reason === '' ? undefined : { base, body: next, reason }),
    explain: (next: string) => keep({ base, body, reason: next }),
    /** Starts from the version that is stored now, with what `next` says. */
    restart: (next: Body) => keep(stored && { base: stored, body: next, reason }),
    forget: () => keep(undefined),
    /** Whether it waits in this tab, as of this very moment. */
    isKept: () => sessionStorage.getItem(storageKey) !== null,
  };
};
export type Draft<Body> = ReturnType<typeof useDraft<Body>>;
