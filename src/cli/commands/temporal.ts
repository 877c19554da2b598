import { Argument } from 'commander';
import { examples } from './options.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';

const ACTIONS = ['start', 'stop', 'status'] as const;
type Action = (typeof ACTIONS)[number];

export function registerTemporal(program: Command, context: CommandContext): void {
  program
    .command('temporal')
    .summary('start the embedded Temporal server')
    .description(
      'Starts the Temporal server of this user, on 127.0.0.1 only, and says where its Web UI is. Other commands start it as well when TEMPORAL_ADDRESS names no other. What runs on it survives a stop and goes on after the next start.',
    )
    .addArgument(new Argument('[action]', 'what to do').choices(ACTIONS).default('start'))
    .addHelpText(
      'after',
      examples(
        ['pumphouse temporal', 'start it, or say where it is'],
        ['pumphouse temporal stop', 'stop it; its data stays'],
      ),
    )
    .action(async (action: Action) => {
      context.write(`${await perform(action, context)}\n`);
    });
}

async function perform(action: Action, { notice }: CommandContext): Promise<string> {
  const { ensureEmbeddedServer, findEmbeddedServer, stopEmbeddedServer } =
    await import('../../temporal/embedded-server.ts');
  if (action === 'stop') {
    return (await stopEmbeddedServer())
      ? 'Temporal stopped; its data stays.'
      : 'Temporal does not run.';
  }
  const other = process.env['TEMPORAL_ADDRESS'];
  if (other)
    notice(`note: TEMPORAL_ADDRESS is set: commands use ${other}, not the embedded server`);
  const server =
    action === 'status'
      ? await findEmbeddedServer()
      : await ensureEmbeddedServer({ onProgress: notice });
  return server === undefined
    ? 'Temporal does not run: `pumphouse temporal` starts it.'
    : `Temporal runs at ${server.address}\nWeb UI: ${server.uiUrl}`;
}
