import { withTemporal } from '../with-temporal.ts';
import { examples, migrationArgument, serversArgument } from './options.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';

export function registerRollback(program: Command, context: CommandContext): void {
  program
    .command('rollback')
    .summary('undo held servers')
    .description(
      'Undoes what was done for held servers, in both clouds, and counts them as failed; `retry` can take them up again.',
    )
    .addArgument(migrationArgument())
    .addArgument(serversArgument(true))
    .addHelpText('after', examples(['pumphouse rollback acme web1', 'back to how web1 was']))
    .action(async (name: string, servers: string[]) => {
      await withTemporal(context, async ({ client }) => {
        const { decideServers } = await import('../migrations/decide.ts');
        const decided = await decideServers(client, { name, servers, action: 'rollback' });
        context.write(`Rolled back: ${decided.join(', ')}\n`);
      });
    });
}
