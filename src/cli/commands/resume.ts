import { withTemporal } from '../with-temporal.ts';
import { examples, migrationArgument } from './options.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';

export function registerResume(program: Command, context: CommandContext): void {
  program
    .command('resume')
    .summary('go on after a pause')
    .description('Begins servers again after `pause`.')
    .addArgument(migrationArgument())
    .addHelpText('after', examples(['pumphouse resume acme', 'go on']))
    .action(async (name: string) => {
      await withTemporal(context, async ({ client }) => {
        const { resumeMigration } = await import('../migrations/control.ts');
        await resumeMigration(client, name);
        context.write(`Migration ${name} goes on.\n`);
      });
    });
}
