import { copy } from '../copy.ts';
import { Dialog } from '../kit/dialog.tsx';

export const Help = ({ onClose }: { onClose: () => void }) => (
  <Dialog title={copy.help.title} onClose={onClose}>
    <dl className="grid gap-2 text-sm">
      {copy.help.rows.map(([keys, what]) => (
        <div key={keys} className="flex items-baseline justify-between gap-4">
          <dt>{what}</dt>
          <dd>
            <kbd className="rounded border border-line-2 bg-sunken px-1.5 py-0.5 font-mono text-xs">{keys}</kbd>
          </dd>
        </div>
      ))}
    </dl>
  </Dialog>
);
