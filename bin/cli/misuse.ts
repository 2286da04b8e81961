import type { Command, CommanderError } from 'commander';
import { exitCodes } from './exit-codes.ts';

/** What is said of a command line that is not understood: all that is missing at once, and how it is written. */

const MISSING = ['commander.missingArgument', 'commander.missingMandatoryOptionValue'];
/** Help was asked for, or stands in for a command that only groups others; it has been written already. */
const HELPS = ['commander.helpDisplayed', 'commander.help', 'commander.version'];

/** The text for a person, and the exit code. The text is empty where help was shown. */
export const misuse = (command: Command, error: CommanderError): { readonly text: string; readonly code: number } => {
  if (HELPS.includes(error.code)) return { text: '', code: error.exitCode === 0 ? exitCodes.ok : exitCodes.usage };
  const path = pathOf(command);
  const what = whatIsWrong(command, error);
  const usage = `  Usage: ${path} ${command.usage()}`.trimEnd();
  return { text: `✗ ${what}\n${usage}\n  More: ${path} --help\n`, code: exitCodes.usage };
};

const whatIsWrong = (command: Command, error: CommanderError): string => {
  const path = pathOf(command);
  if (MISSING.includes(error.code)) return `${path} needs ${listed(missingFrom(command))}`;
  const below = command.commands.map((each) => each.name());
  // Some do something alone, and what follows them can only be meant as a command.
  if (error.code === 'commander.excessArguments' && below.length > 0) {
    return `${path} has no command '${command.args[0]}'; it has ${listed(below)}`;
  }
  return sentenceOf(error);
};

/** "<service> <version> --summary <text> [options]": what must be typed, before what may be. */
export const usageOf = (command: Command): string => {
  const { registeredArguments, options, commands } = command;
  return [
    ...registeredArguments.map((each) => (each.required ? `<${each.name()}>` : `[${each.name()}]`)),
    ...options.flatMap((option) => (option.mandatory ? [option.flags] : [])),
    ...(commands.length > 0 ? ['<command>'] : []),
    '[options]',
  ].join(' ');
};

/** Arguments first, in the order they are typed. */
const missingFrom = (command: Command): string[] => {
  const given = command.args.filter((word) => !word.startsWith('-')).length;
  const isAbsent = (name: string) => command.getOptionValue(name) === undefined;
  return [
    ...command.registeredArguments.slice(given).flatMap((each) => (each.required ? [`<${each.name()}>`] : [])),
    ...command.options.flatMap((option) =>
      option.mandatory && isAbsent(option.attributeName()) ? [option.flags] : [],
    ),
  ];
};

const pathOf = (command: Command): string =>
  command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();

const listed = (names: readonly string[]): string => new Intl.ListFormat('en').format(names);

const sentenceOf = ({ message }: CommanderError): string => {
  const words = message.replace(/^error: /, '');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
