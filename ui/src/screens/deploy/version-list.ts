import { type KeyboardEvent, useState } from 'react';
import type { ServiceVersion } from '../../../../lib/contract/build.ts';
import { versionsMatching, versionTyped } from '../../api/versions.ts';

/** More are not read, but typed. */
const SHOWN_MAX = 60;

/** One version among those that are registered, or text that is none yet. */
export type Choice = {
  readonly versions: readonly ServiceVersion[];
  /** The version that holds when the typed text is given up. */
  readonly value: string;
  /** What was typed since; undefined when `value` stands. */
  readonly typed: string | undefined;
  readonly onType: (text: string | undefined) => void;
  readonly onPick: (version: string) => void;
};

/** The list that opens below the box: which line is active, and what the keys do. */
export const useVersionList = ({ versions, value, typed, onType, onPick }: Choice) => {
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
export type VersionList = ReturnType<typeof useVersionList>;
