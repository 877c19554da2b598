import { Option } from 'commander';
import { examples } from './options.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';

const QUEUES = ['all', 'api', 'transfer'] as const;

export function registerWorker(program: Command, context: CommandContext): void {
  program
    .command('worker')
    .summary('do the work of migrations')
    .description(
      'Does the work of all migrations until it is stopped (Ctrl-C, SIGTERM), which loses nothing: another worker, or the same one later, goes on. Needs the clouds.yaml of both clouds. Start as many as you like, on as many hosts.',
    )
    .addOption(
      new Option('--queue <queue>', 'which work: steps against APIs, bulk transfers, or both')
        .choices(QUEUES)
        .default('all'),
    )
    .addHelpText(
      'after',
      examples(
        ['pumphouse worker', 'everything'],
        ['pumphouse worker --queue transfer', 'only images, say on a host near the storage'],
      ),
    )
    .action(async ({ queue }: { queue: (typeof QUEUES)[number] }) => {
      await work(queue, context);
    });
}

async function work(queues: (typeof QUEUES)[number], context: CommandContext): Promise<void> {
  const { serve } = await import('../../temporal/serve.ts');
  const { openLog } = await import('../../temporal/log.ts');
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  context.notice('A worker starts; Ctrl-C stops it, and nothing is lost.');
  await serve({ queues, signal: stopping.signal, log: openLog(context.logLevel() ?? 'info') });
}
