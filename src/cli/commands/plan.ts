import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { renderResult } from '../output/data.ts';
import { withClouds } from '../with-clouds.ts';
import { suggest } from '../suggest/suggest.ts';
import { examples, outputOption, specOption } from './options.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import type { OutputFormat } from '../output/data.ts';
import type { SuggestOptions } from '../suggest/suggest.ts';
import type { ExitCode } from '../../errors/exit-codes.ts';

interface Options extends Partial<SuggestOptions> {
  readonly file: string;
  readonly output: OutputFormat;
}

export function registerPlan(program: Command, context: CommandContext): void {
  program
    .command('plan')
    .summary('show what would happen')
    .description(
      'Shows what `migrate` would do, and what stands in its way. Changes nothing. Exit code 3 tells of blockers.',
    )
    .addOption(specOption().makeOptionMandatory())
    .addOption(outputOption())
    .option(
      '--suggest [file]',
      'write mappings that are likely, with reasons, to edit; to a new file, or standard output',
    )
    .option('--force', '--suggest may replace a file')
    .addHelpText(
      'after',
      examples(
        ['pumphouse plan -f acme.yaml', 'items by kind, what becomes of each, and why'],
        ['pumphouse plan -f acme.yaml -o json', 'the same for programs'],
        ['pumphouse plan -f acme.yaml --suggest map.yaml', 'mappings for you to edit'],
        ['pumphouse plan -f acme.yaml > /dev/null || echo no', 'only whether it could go'],
      ),
    )
    .action(async (options: Options) => context.finish(await showPlan(options, context)));
}

async function showPlan(
  { file, output, suggest: suggestTo, force = false }: Options,
  context: CommandContext,
): Promise<ExitCode> {
  const { readSpec } = await import('../spec/read-spec.ts');
  const spec = await readSpec(file);
  if (suggestTo !== undefined) return suggest(spec, { suggest: suggestTo, force }, context);
  const { makePlan } = await import('../../activities/plan.ts');
  const { countActions, hasBlockers, renderPlan } = await import('../output/plan.ts');
  const plan = await withClouds(
    context,
    [spec.source, spec.destination],
    async ([source, destination]) => makePlan(spec, { source, destination }),
  );
  const data = { ...plan, actions: countActions(plan.items), blocked: hasBlockers(plan) };
  context.write(renderResult(output, data, () => renderPlan(plan, context.terminal)));
  return hasBlockers(plan) ? EXIT_CODES.blocked : EXIT_CODES.ok;
}
