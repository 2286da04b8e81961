import { useEffect, useState } from 'react';
import type { DeploymentIntent } from '../../../../lib/contract/deployment.ts';

/** A request that was sent, until its answer comes. */
export type Sent = { readonly key: string; readonly at: number; readonly intent: DeploymentIntent };

/** What survives a reload of the tab and a new sign-in. */
type Draft = {
  /** What the rest was written for: words about one version are not prefilled for another. */
  readonly about?: string | undefined;
  readonly summary?: string | undefined;
  readonly recipeId?: string | undefined;
  readonly sent?: readonly Sent[] | undefined;
};

/** Later than this, the same words are meant as a new deployment. */
const SENT_KEPT_MS = 30 * 60_000;

const isDraft = (value: unknown): value is Draft => typeof value === 'object' && value !== null;

const read = (key: string): Draft => {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(key) ?? '{}');
    return isDraft(value) ? value : {};
  } catch {
    return {};
  }
};

const isRecent = ({ at }: Sent): boolean => Date.now() - at < SENT_KEPT_MS;
const isSame = (a: DeploymentIntent, b: DeploymentIntent): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What was typed and chosen for a service, and what was sent without an answer. `about` names what the form is about. */
export const useDraft = (service: string, about: string) => {
  const storageKey = `dxcp-draft-${service}`;
  const [draft, setDraft] = useState((): Draft => {
    const found = read(storageKey);
    return found.about === about ? found : { sent: found.sent };
  });
  const change = (part: Draft) => {
    const next = { ...read(storageKey), about, ...part };
    sessionStorage.setItem(storageKey, JSON.stringify(next));
    setDraft(next);
  };
  const sent = () => (read(storageKey).sent ?? []).filter(isRecent);
  // What was typed goes along when the form is made to be about something else.
  useEffect(() => {
    const found = read(storageKey);
    sessionStorage.setItem(storageKey, JSON.stringify({ ...draft, sent: found.sent, about }));
  }, [storageKey, about, draft]);
  return {
    summary: draft.summary,
    recipeId: draft.recipeId,
    setSummary: (summary: string) => change({ summary }),
    setRecipe: (recipeId: string) => change({ recipeId }),
    /** What was sent lately and has no answer yet. */
    sent: (draft.sent ?? []).filter(isRecent),
    /** Notes that an intent is sent: the same intent again is the same request, under the same key. */
    send: (intent: DeploymentIntent): Sent => {
      const others = sent();
      const before = others.find((each) => isSame(each.intent, intent));
      const now = before ?? { key: crypto.randomUUID(), at: Date.now(), intent };
      change({ sent: [...others.filter((each) => each !== before), now] });
      return now;
    },
    answered: (intent: DeploymentIntent) => change({ sent: sent().filter((each) => !isSame(each.intent, intent)) }),
    forget: () => sessionStorage.removeItem(storageKey),
  };
};
