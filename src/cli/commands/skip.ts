import { withTemporal } from '../with-temporal.ts';
import { examples, migrationArgument, serversArgument } from './options.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';

export function registerSkip(program: Command, context: CommandContext): void {
  program
    .command('skip')
    .summary('leave held servers out')
    .description(
      'Leaves held servers out of the migration: what was made for them is removed, their sources go on as they were.',
    )
    .addArgument(migrationArgument())
    .addArgument(serversArgument(true))
    .addHelpText('after', examples(['pumphouse skip acme web1', 'web1 is not to move after all']))
    .action(async (name: string, servers: string[]) => {
      await withTemporal(context, async ({ client }) => {
        const { decideServers } = await import('../migrations/decide.ts');
        const decided = await decideServers(client, { name, servers, action: 'skip' });
        context.write(`Left out: ${decided.join(', ')}\n`);
      });
    });
}
