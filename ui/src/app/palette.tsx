import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import { paletteWords } from '../copy/palette.ts';
import { copy } from '../copy.ts';
import { Icon } from '../kit/icon.tsx';
import { type Item, useItems } from './palette-items.ts';

const words = paletteWords;

const Line = ({ item, onClose }: { item: Item; onClose: () => void }) => (
  <Autocomplete.Item
    value={item}
    onClick={() => {
      onClose();
      item.act();
    }}
    className="flex cursor-default items-center gap-3 rounded-md px-3 py-2 text-sm data-highlighted:bg-sunken"
  >
    <Icon name={item.icon} size={14} className="text-ink-3" />
    <span className="min-w-0 truncate">{item.label}</span>
    <span className="ml-auto text-xs text-ink-3">{item.kind}</span>
  </Autocomplete.Item>
);

/** Everything by name: services, pages and actions; and deployments by their ids. */
export const Palette = ({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) => {
  const [typed, setTyped] = useState('');
  const items = useItems(typed, onHelp);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Popup
          aria-label={words.title}
          className="arrive fixed inset-x-0 top-[14vh] z-50 mx-auto w-150 max-w-[calc(100vw-2rem)] overflow-hidden rounded-xl border border-line bg-surface shadow-2xl outline-none"
        >
          <Autocomplete.Root
            items={items}
            value={typed}
            onValueChange={setTyped}
            open
            inline
            autoHighlight="always"
            itemToStringValue={(item: Item) => item.label}
          >
            <div className="flex items-center gap-3 border-b border-line px-4">
              <Icon name="search" className="text-ink-3" />
              <Autocomplete.Input
                aria-label={copy.nav.search}
                placeholder={words.placeholder}
                className="h-12 w-full bg-transparent text-base outline-none placeholder:text-ink-3"
              />
            </div>
            <Autocomplete.Empty className="text-sm text-ink-2 not-empty:p-4">{words.nothing}</Autocomplete.Empty>
            <Autocomplete.List className="max-h-96 overflow-auto p-1.5 empty:p-0">
              {(item: Item) => <Line key={item.kind + item.label} item={item} onClose={onClose} />}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
};
