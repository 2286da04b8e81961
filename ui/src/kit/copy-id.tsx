import { useState } from 'react';
import { copy } from '../copy.ts';
import { Icon } from './icon.tsx';

type CopyIdProps = { id: string; shown?: string; label: string };

/** An identifier that copies itself; `shown` may be a shorter form. */
export const CopyId = ({ id, shown, label }: CopyIdProps) => {
  const [copied, setCopied] = useState(false);
  const onClick = async () => {
    await navigator.clipboard.writeText(id);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <button
      type="button"
      onClick={() => void onClick()}
      aria-label={copy.actions.copyId(label, shown ?? id)}
      data-tip={copied ? copy.actions.copied : copy.actions.copy}
      className="-my-1 inline-flex min-h-6 max-w-full min-w-0 items-center gap-1.5 rounded font-mono text-xs text-ink-2 hover:text-ink"
    >
      <span className="truncate">{shown ?? id}</span>
      <Icon name={copied ? 'check' : 'copy'} size={12} className={copied ? 'text-ok' : 'text-ink-3'} />
      <span role="status" className="sr-only">
        {copied ? copy.actions.copied : ''}
      </span>
    </button>
  );
};
