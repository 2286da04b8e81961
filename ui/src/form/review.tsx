import type { ReactNode } from 'react';
import { formWords as words } from '../copy/form.ts';
import { Button } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { cx } from '../kit/cx.ts';
import type { FieldChange } from './changes.ts';
import { ChangeList } from './conflict.tsx';

type ReviewProps = {
  id: string;
  isNew: boolean;
  changes: readonly FieldChange[];
  effect: ReactNode;
  children: ReactNode;
};

/** What changes and what that does may be long; the reason and the one button stay in sight. */
export const Review = ({ id, isNew, changes, effect, children }: ReviewProps) => (
  <Card
    title={isNew ? words.reviewNew : words.review}
    flush
    className="lg:sticky lg:top-6 lg:flex lg:max-h-[calc(100dvh-12rem)] lg:flex-col [&>div]:flex [&>div]:min-h-0 [&>div]:flex-col [&>header]:shrink-0"
  >
    <section
      id={id}
      aria-label={words.effect}
      aria-live="polite"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: who uses the keyboard scrolls it too
      tabIndex={0}
      className="grid min-h-0 scroll-mt-20 gap-4 overflow-y-auto px-5 pt-5 pb-4"
    >
      {changes.length === 0 ? (
        <p className="text-sm text-ink-2">{words.nothingChangedText}</p>
      ) : (
        <ChangeList changes={changes} />
      )}
      {effect}
    </section>
    <div className={cx('grid shrink-0 gap-4 px-5 pb-5', changes.length > 0 && 'border-t border-line pt-4')}>
      {children}
    </div>
  </Card>
);

/** Where the review comes after a long form: how much is changed so far, and the way there. */
export const ReviewBar = ({ count, reviewId }: { count: number; reviewId: string }) => (
  <div className="sticky bottom-0 z-10 -mx-4 flex items-center justify-between gap-3 border-t border-line bg-bg px-4 py-3 max-md:bottom-[53px] lg:hidden">
    <p className="text-sm">{words.changedSoFar(count)}</p>
    <Button
      onClick={() => {
        const review = document.getElementById(reviewId);
        review?.scrollIntoView({ block: 'start' });
        review?.focus({ preventScroll: true });
      }}
    >
      {words.review}
    </Button>
  </div>
);
