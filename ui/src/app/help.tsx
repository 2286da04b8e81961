import { useState } from 'react';
import { chooseIdleSeconds, useRefreshBounds } from '../api/idle.ts';
import { helpWords } from '../copy/help.ts';
import { Dialog } from '../kit/dialog.tsx';
import { Field, Select } from '../kit/field.tsx';

const CHOICES = [60, 120, 300, 900, 3600];

/** How often pages with nothing in flight look again, within the plane's bounds. */
const Refresh = () => {
  const { minSeconds, maxSeconds, chosen } = useRefreshBounds();
  const [value, setValue] = useState(chosen);
  const seconds = [...new Set([...CHOICES, value])].sort((a, b) => a - b);
  return (
    <Field label={helpWords.refresh} hint={helpWords.refreshHint}>
      {(ids) => (
        <Select
          {...ids}
          value={String(value)}
          options={seconds
            .filter((choice) => choice >= minSeconds && choice <= maxSeconds)
            .map((choice) => ({ value: String(choice), label: helpWords.every(choice / 60) }))}
          onChange={(next) => {
            chooseIdleSeconds(Number(next));
            setValue(Number(next));
          }}
        />
      )}
    </Field>
  );
};

export const Help = ({ onClose }: { onClose: () => void }) => (
  <Dialog title={helpWords.title} onClose={onClose}>
    <dl className="mb-5 grid gap-2 text-sm">
      {helpWords.rows.map(([keys, what]) => (
        <div key={keys} className="flex items-baseline justify-between gap-4">
          <dt>{what}</dt>
          <dd>
            <kbd className="rounded border border-line-2 bg-sunken px-1.5 py-0.5 font-mono text-xs">{keys}</kbd>
          </dd>
        </div>
      ))}
    </dl>
    <Refresh />
    <p className="mt-4 text-sm">
      <a href="/docs" className="text-accent underline">
        {helpWords.reference}
      </a>
    </p>
  </Dialog>
);
