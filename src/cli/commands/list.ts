import { renderResult } from '../output/data.ts';
import { withTemporal } from '../with-temporal.ts';
import { examples, outputOption } from './options.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import type { OutputFormat } from '../output/data.ts';

export function registerList(program: Command, context: CommandContext): void {
  program
    .command('list')
    .summary('list migrations')
    .description(
      'Lists the migrations Temporal remembers, the newest first, with how their servers ended.',
    )
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples(
        ['pumphouse list', 'all of them'],
        ['pumphouse list -o json', 'the same for programs'],
      ),
    )
    .action(async ({ output }: { output: OutputFormat }) => {
      await withTemporal(context, async ({ client }) => {
        const { listMigrations } = await import('../migrations/list-migrations.ts');
        const { renderMigrations } = await import('../output/migration-list.ts');
        const migrations = await listMigrations(client);
        context.write(
          renderResult(output, migrations, () => renderMigrations(migrations, context.terminal)),
        );
      });
    });
}
