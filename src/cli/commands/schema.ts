import { examples } from './options.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';

export function registerSchema(program: Command, context: CommandContext): void {
  program
    .command('schema')
    .summary("print the spec's JSON Schema")
    .description('Prints the JSON Schema of a spec, so that an editor checks and completes it.')
    .addHelpText(
      'after',
      examples(['pumphouse schema > spec.schema.json', 'then, first in acme.yaml:']) +
        '\n    # yaml-language-server: $schema=spec.schema.json',
    )
    .action(async () => {
      const { specJsonSchema } = await import('../spec/json-schema.ts');
      context.write(`${JSON.stringify(specJsonSchema(), undefined, 2)}\n`);
    });
}
