import { renderResult } from '../output/data.ts';
import { withTemporal } from '../with-temporal.ts';
import { examples, migrationArgument, outputOption } from './options.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import type { OutputFormat } from '../output/data.ts';

export function registerStatus(program: Command, context: CommandContext): void {
  program
    .command('status')
    .summary('show a migration, its servers, and what to do next')
    .description(
      'Shows each server of a migration with its state, downtime and error, what could not be copied, and what to do next.',
    )
    .addArgument(migrationArgument())
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples(
        ['pumphouse status acme', 'for a person'],
        ['pumphouse status acme -o json', 'for a program; times in milliseconds'],
      ),
    )
    .action(async (name: string, options: { output: OutputFormat }) => {
      await showStatus(name, options.output, context);
    });
}

async function showStatus(
  name: string,
  output: OutputFormat,
  context: CommandContext,
): Promise<void> {
  await withTemporal(context, async ({ client }) => {
    const { readStatus } = await import('../migrations/status.ts');
    const { renderStatus } = await import('../output/status.ts');
    const { nextSteps } = await import('../output/next-steps.ts');
    const status = await readStatus(client, name);
    const data = { ...status, next: nextSteps(status) };
    context.write(renderResult(output, data, () => renderStatus(status, context.terminal)));
  });
}
