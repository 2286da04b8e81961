import { Combobox } from '@base-ui/react/combobox';
import type { ServiceVersion } from '../../../../lib/contract/build.ts';
import { copy } from '../../copy.ts';
import { Ago } from '../../kit/ago.tsx';
import { Icon } from '../../kit/icon.tsx';

const words = copy.deploy;

type VersionPickerProps = {
  id: string;
  versions: readonly ServiceVersion[];
  value: string;
  running: string | undefined;
  onChange: (version: string) => void;
};

const VersionLine = ({ version, running }: { version: ServiceVersion; running: boolean }) => (
  <Combobox.Item
    value={version.version}
    className="flex cursor-default items-baseline gap-3 rounded px-2 py-1.5 text-sm outline-none data-highlighted:bg-sunken data-selected:font-medium"
  >
    <span className="font-mono text-[12.5px]">{version.version}</span>
    {running && <span className="text-xs text-ink-3">{words.runningNow}</span>}
    <span className="ml-auto flex gap-2 text-xs font-normal whitespace-nowrap text-ink-3">
      <span className="font-mono">{version.gitSha.slice(0, 7)}</span>
      <Ago at={version.builtAt} />
    </span>
  </Combobox.Item>
);

/** Registered versions, newest first, to choose or to type. */
export const VersionPicker = ({ id, versions, value, running, onChange }: VersionPickerProps) => {
  const names = versions.map(({ version }) => version);
  return (
    <Combobox.Root items={names} value={value || null} onValueChange={(next) => next && onChange(next)} autoHighlight>
      <div className="relative">
        <Combobox.Input
          id={id}
          placeholder={words.versionPlaceholder}
          className="control w-full px-2.5 pr-8 font-mono placeholder:font-sans placeholder:text-ink-3"
        />
        <Icon
          name="down"
          size={12}
          className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-ink-3"
        />
      </div>
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} className="z-50">
          <Combobox.Popup className="max-h-80 w-(--anchor-width) min-w-72 overflow-auto rounded-lg border border-line bg-surface p-1 shadow-xl outline-none">
            <Combobox.Empty className="text-sm text-ink-2 not-empty:p-2">{words.noMatch}</Combobox.Empty>
            <Combobox.List>
              {(name: string) => {
                const version = versions.find((candidate) => candidate.version === name);
                return version && <VersionLine key={name} version={version} running={name === running} />;
              }}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
};
