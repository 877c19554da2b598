import type { Command } from 'commander';

/** What there is to complete of one command. */
export interface CompletableCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletableOption[];
  /** Words its arguments are chosen from. */
  readonly words: readonly string[];
}

export interface CompletableOption {
  /** `-f`, `--file` */
  readonly flags: readonly string[];
  readonly description: string;
  /** What follows it: one of some words, or a file; undefined for a switch. */
  readonly value?: readonly string[] | 'file';
}

export function commandsOf(program: Command): CompletableCommand[] {
  return program.commands.map((command) => ({
    name: command.name(),
    summary: command.summary(),
    options: [
      ...optionsOf(command),
      ...optionsOf(program).filter(
        ({ flags }) => !flags.includes('--version') && !flags.includes('--help'),
      ),
    ],
    words: command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
  }));
}

function optionsOf(command: Command): CompletableOption[] {
  const options = command.options.map(({ short, long, description, argChoices, required }) => ({
    flags: [short, long].filter((flag) => flag !== undefined && flag !== null),
    description,
    ...(required ? { value: argChoices ?? ('file' as const) } : {}),
  }));
  return [...options, { flags: ['-h', '--help'], description: 'show help and examples' }].filter(
    ({ flags }, index, all) =>
      all.findIndex((other) => other.flags.join() === flags.join()) === index,
  );
}
