import type { ReactNode } from 'react';
import { formWords as words } from '../copy/form.ts';
import { Ago } from '../kit/ago.tsx';
import { PageHead } from '../kit/page.tsx';

type Stamp = {
  readonly revision: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
  readonly lastChangeReason?: string | undefined;
};

/** Who changed it last, when and why. */
export const Stamped = ({ revision, updatedAt, updatedBy, lastChangeReason }: Stamp) => (
  <span className="wrap-anywhere">
    {words.revision(revision)}, {words.changed} <Ago at={updatedAt} /> {words.by} {updatedBy}
    {lastChangeReason && <> · {lastChangeReason}</>}
  </span>
);

type ObjectHeadProps = { title: string; stamp: Stamp | undefined; actions?: ReactNode };

export const ObjectHead = ({ title, stamp, actions }: ObjectHeadProps) => (
  <PageHead tab={title} title={title} sub={stamp && <Stamped {...stamp} />} actions={actions} />
);
