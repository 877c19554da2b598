import { Argument, Option } from 'commander';
import { OUTPUT_FORMATS } from '../output/data.ts';

/** What several commands share, so that it is spelt the same everywhere. */
export function outputOption(): Option {
  return new Option('-o, --output <format>', 'how the result is shown')
    .choices(OUTPUT_FORMATS)
    .default('table');
}

export function specOption(): Option {
  return new Option('-f, --file <spec.yaml>', 'the spec; `-` reads standard input');
}

export function migrationArgument(): Argument {
  return new Argument('<name>', 'the migration, as its spec names it');
}

export function serversArgument(required: boolean, otherwise = ''): Argument {
  const text = `servers, by source name or id${otherwise}`;
  return new Argument(required ? '<server...>' : '[server...]', text);
}

/** Help text: each example with what it does. */
export function examples(...lines: readonly (readonly [command: string, what: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  const texts = lines.map(([command, what]) => `  $ ${command.padEnd(width)}  # ${what}`);
  return `\nExamples:\n${texts.join('\n')}`;
}
