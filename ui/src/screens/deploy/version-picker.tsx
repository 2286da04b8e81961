import { useEffect, useRef } from 'react';
import type { ServiceVersion } from '../../../../lib/contract/build.ts';
import { deployWords as words } from '../../copy/deploy.ts';
import { copy } from '../../copy.ts';
import { Ago } from '../../kit/ago.tsx';
import { cx } from '../../kit/cx.ts';
import { Icon } from '../../kit/icon.tsx';
import { type Choice, useVersionList, type VersionList } from './version-list.ts';

type VersionPickerProps = Choice & {
  ids: { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined };
  running: string | undefined;
  failedWhere: (version: string) => string | undefined;
};

type VersionLineProps = { version: ServiceVersion; running: boolean; failed: string | undefined };

const VersionLine = ({ version, running, failed }: VersionLineProps) => (
  <>
    <span className="font-mono text-[12.5px] wrap-anywhere">{version.version}</span>
    {running && <span className="text-xs text-ink-3">{copy.deploy.runningNow}</span>}
    {failed && (
      <span className="flex items-center gap-1 text-xs text-warn">
        <Icon name="warning" size={12} />
        {failed}
      </span>
    )}
    {version.status !== 'VERIFIED' && <span className="text-xs text-warn">{words.notVerified}</span>}
    <span className="ml-auto flex gap-2 text-xs font-normal whitespace-nowrap text-ink-3">
      <span className="font-mono">{version.gitSha.slice(0, 7)}</span>
      <Ago at={version.builtAt} />
    </span>
  </>
);

const Lines = ({ list, id, ...props }: VersionPickerProps & { list: VersionList; id: string }) => {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.children.item(list.active)?.scrollIntoView({ block: 'nearest' });
  }, [list.active]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pressing on the list must not take the focus from the box
    <div
      onMouseDown={(event) => event.preventDefault()}
      className="absolute top-full left-0 z-30 mt-1 w-full min-w-72 rounded-lg border border-line bg-surface p-1 shadow-xl"
    >
      <div ref={box} role="listbox" id={id} aria-label={words.versions} className="max-h-76 overflow-auto">
        {list.shown.map((version, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the box, which keeps the focus
          <div
            key={version.version}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={version.version === props.value && props.typed === undefined}
            onClick={() => list.pick(version.version)}
            // Lines that move under a pointer at rest are not pointed at.
            onMouseMove={({ movementX, movementY }) => (movementX || movementY) && list.setActive(index)}
            className={cx(
              'flex cursor-default flex-wrap items-baseline gap-x-3 rounded px-2 py-1.5 text-sm pointer-coarse:py-2.5',
              index === list.active && 'bg-line/60',
              version.version === props.value && 'font-medium',
            )}
          >
            <VersionLine
              version={version}
              running={version.version === props.running}
              failed={props.failedWhere(version.version)}
            />
          </div>
        ))}
      </div>
      {list.hidden > 0 && <p className="p-2 text-xs text-ink-3">{words.moreVersions(list.hidden)}</p>}
    </div>
  );
};

/** Registered versions, newest first, to choose from or to type. Text that is no version chooses none. */
export const VersionPicker = (props: VersionPickerProps) => {
  const { ids, value, typed } = props;
  const list = useVersionList(props);
  const box = useRef<HTMLInputElement>(null);
  const listId = `${ids.id}-list`;
  return (
    <div className="relative">
      <input
        {...ids}
        ref={box}
        type="text"
        role="combobox"
        name="version"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-expanded={list.isOpen}
        aria-controls={list.isOpen ? listId : undefined}
        aria-activedescendant={list.isOpen && list.active >= 0 ? `${listId}-${list.active}` : undefined}
        placeholder={words.versionPlaceholder}
        value={typed ?? value}
        // What is typed replaces what is chosen.
        onFocus={() => box.current?.select()}
        onClick={() => {
          if (list.isOpen) return;
          box.current?.select();
          list.open(list.chosen);
        }}
        onBlur={list.leave}
        onChange={(event) => list.type(event.target.value)}
        onKeyDown={list.onKeyDown}
        className="control w-full scroll-mb-48 px-2.5 pr-8 font-mono placeholder:font-sans placeholder:text-ink-3"
      />
      <Icon
        name="down"
        size={12}
        className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-ink-3"
      />
      {list.isOpen && <Lines {...props} list={list} id={listId} />}
    </div>
  );
};
