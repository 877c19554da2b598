import { Option } from 'commander';
import { withTemporal } from '../with-temporal.ts';
import { examples, migrationArgument, serversArgument } from './options.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import type { Gate } from '../migrations/decide.ts';

export function registerApprove(program: Command, context: CommandContext): void {
  program
    .command('approve')
    .summary('let waiting servers go on')
    .description(
      'Opens a gate that the spec names in `server.approve`: before a server goes down, or before its source is retired.',
    )
    .addArgument(migrationArgument())
    .addArgument(serversArgument(false, '; all that wait at the gate where none is named'))
    .addOption(
      new Option('--gate <gate>', 'which gate')
        .choices(['cutover', 'retire'])
        .makeOptionMandatory(),
    )
    .addHelpText(
      'after',
      examples(
        ['pumphouse approve acme --gate cutover', 'all that wait for their cutover'],
        ['pumphouse approve acme web1 --gate retire', "retire web1's source"],
      ),
    )
    .action(async (name: string, servers: string[], { gate }: { gate: Gate }) => {
      await withTemporal(context, async ({ client }) => {
        const { approveServers } = await import('../migrations/decide.ts');
        const approved = await approveServers(client, { name, servers, gate });
        context.write(
          approved.length === 0
            ? `No server of migration ${name} waits at the gate ${gate}.\n`
            : `Approved (${gate}): ${approved.join(', ')}\n`,
        );
      });
    });
}
