import { withTemporal } from '../with-temporal.ts';
import { examples, migrationArgument } from './options.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';

export function registerCancel(program: Command, context: CommandContext): void {
  program
    .command('cancel')
    .summary('stop a migration and undo what is under way')
    .description(
      'Stops a migration. Servers under way are compensated: the source is back as it was. Those that are migrated stay so.',
    )
    .addArgument(migrationArgument())
    .addHelpText('after', examples(['pumphouse cancel acme', 'stop, and undo what is half done']))
    .action(async (name: string) => {
      await withTemporal(context, async ({ client }) => {
        const { cancelMigration } = await import('../migrations/control.ts');
        await cancelMigration(client, name);
        context.write(
          `Migration ${name} stops; what is under way is undone. \`pumphouse watch ${name}\` shows when it is done.\n`,
        );
      });
    });
}
