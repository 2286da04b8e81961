import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { ServiceVersion } from '../../../../lib/contract/build.ts';
import { versionsMatching, versionTyped } from '../../api/versions.ts';
import { deployWords as words } from '../../copy/deploy.ts';
import { copy } from '../../copy.ts';
import { Ago } from '../../kit/ago.tsx';
import { cx } from '../../kit/cx.ts';
import { Icon } from '../../kit/icon.tsx';

/** More are not read, but typed. */
const SHOWN_MAX = 60;

type VersionPickerProps = {
  ids: { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined };
  versions: readonly ServiceVersion[];
  /** The version that holds when the typed text is given up. */
  value: string;
  /** What was typed since; undefined when `value` stands. */
  typed: string | undefined;
  running: string | undefined;
  failedWhere: (version: string) => string | undefined;
  onType: (text: string | undefined) => void;
  onPick: (version: string) => void;
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

/** The list that opens below the box: which line is active, and what the keys do. */
const useList = (props: VersionPickerProps) => {
  const { versions, value, typed, onType, onPick } = props;
  const [isAsked, setAsked] = useState(false);
  const [active, setActive] = useState(-1);
  const matches = typed === undefined ? versions : versionsMatching(versions, typed);
  const shown = matches.slice(0, SHOWN_MAX);
  const isOpen = isAsked && shown.length > 0;
  const close = () => {
    setAsked(false);
    setActive(-1);
  };
  const open = (at: number) => {
    setAsked(true);
    setActive(at);
  };
  const chosen = shown.findIndex(({ version }) => version === value);
  const pick = (version: string) => {
    close();
    onType(undefined);
    onPick(version);
  };
  const step = (by: 1 | -1) => {
    if (!isOpen) return open(chosen >= 0 ? chosen : by > 0 ? 0 : shown.length - 1);
    const from = active < 0 && by < 0 ? 0 : active;
    setActive((from + by + shown.length) % shown.length);
  };
  const giveUp = () => {
    close();
    onType(undefined);
  };
  // The box is no place to submit from: here Enter takes the active line, or nothing.
  const take = () => {
    const line = isOpen ? shown[active] : undefined;
    if (line) pick(line.version);
  };
  const keys = new Map([
    ['ArrowDown', () => step(1)],
    ['ArrowUp', () => step(-1)],
    ['Enter', take],
    ['Escape', giveUp],
  ]);
  const onKeyDown = (event: KeyboardEvent) => {
    const act = event.nativeEvent.isComposing ? undefined : keys.get(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  };
  const leave = () => {
    close();
    // A version that was typed in full is a choice like any other.
    if (typed !== undefined && versionTyped(versions, typed)) onType(undefined);
  };
  const type = (text: string) => {
    onType(text);
    open(text.trim() === '' ? -1 : 0);
  };
  return {
    isOpen,
    active,
    setActive,
    shown,
    hidden: matches.length - shown.length,
    leave,
    open,
    chosen,
    pick,
    type,
    onKeyDown,
  };
};

type Opened = ReturnType<typeof useList>;

const Lines = ({ list, id, ...props }: VersionPickerProps & { list: Opened; id: string }) => {
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
            onMouseMove={() => list.setActive(index)}
            className={cx(
              'flex cursor-default flex-wrap items-baseline gap-x-3 rounded px-2 py-1.5 text-sm pointer-coarse:py-2.5',
              index === list.active && 'bg-sunken',
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
  const list = useList(props);
  const box = useRef<HTMLInputElement>(null);
  const listId = `${ids.id}-list`;
  return (
    <div className="relative">
      <input
        {...ids}
        ref={box}
        type="text"
        role="combobox"
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
