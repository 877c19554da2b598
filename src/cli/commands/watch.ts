import { withTemporal } from '../with-temporal.ts';
import { examples, migrationArgument } from './options.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';

export function registerWatch(program: Command, context: CommandContext): void {
  program
    .command('watch')
    .summary('show progress until a migration ends')
    .description(
      'Shows servers by phase, and transfers with their rate and time left, until the migration ends; plain lines where the output is no terminal. Ctrl-C stops watching, not the migration. The exit code tells how it ended.',
    )
    .addArgument(migrationArgument())
    .option('--json', 'one JSON object a line, for programs')
    .addHelpText(
      'after',
      examples(
        ['pumphouse watch acme', 'for a person'],
        ['pumphouse watch acme --json | jq -c .', 'every change as an event'],
        ['pumphouse watch acme > acme.log', 'a line for each change'],
      ),
    )
    .action(async (name: string, { json }: { json?: true }) => {
      await withTemporal(context, async ({ client }) => {
        const { watchMigration } = await import('../watch/watch-migration.ts');
        context.finish(await watchMigration(client, name, context, json === true));
      });
    });
}
