import { styleText } from 'node:util';
import type { Terminal } from '../terminal.ts';

const formats = {
  good: 'green',
  bad: 'red',
  warn: 'yellow',
  live: 'cyan',
  quiet: 'gray',
  strong: 'bold',
} as const;

export type Tone = keyof typeof formats;
export type Paint = (tone: Tone, text: string) => string;

export const paintFor = (colours: boolean): Paint =>
  colours ? (tone, text) => styleText(formats[tone], text, { validateStream: false }) : (_, text) => text;

/** Colours are for people at a terminal who did not decline them. */
export const wantsColours = ({ isTty, env }: Pick<Terminal, 'isTty' | 'env'>, option: boolean): boolean =>
  option && isTty && !env.NO_COLOR && env.TERM !== 'dumb';
