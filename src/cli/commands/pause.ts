import { withTemporal } from '../with-temporal.ts';
import { examples, migrationArgument } from './options.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';

export function registerPause(program: Command, context: CommandContext): void {
  program
    .command('pause')
    .summary('begin no more servers')
    .description(
      'Begins no more servers of a migration until `resume`; what is under way goes on to its end.',
    )
    .addArgument(migrationArgument())
    .addHelpText(
      'after',
      examples(['pumphouse pause acme', 'let what runs finish, begin nothing new']),
    )
    .action(async (name: string) => {
      await withTemporal(context, async ({ client }) => {
        const { pauseMigration } = await import('../migrations/control.ts');
        await pauseMigration(client, name);
        context.write(
          `Migration ${name} is paused: no new server begins until \`pumphouse resume ${name}\`.\n`,
        );
      });
    });
}
