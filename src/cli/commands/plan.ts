import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { renderResult } from '../output/data.ts';
import { withClouds } from '../with-clouds.ts';
import { examples, outputOption, specOption } from './options.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import type { OutputFormat } from '../output/data.ts';
import type { ExitCode } from '../../errors/exit-codes.ts';

interface Options {
  readonly file: string;
  readonly output: OutputFormat;
  readonly save?: string;
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
    .option('--save <file>', 'keep the plan for `migrate --plan`, which does that or nothing')
    .addHelpText(
      'after',
      examples(
        ['pumphouse plan -f acme.yaml', 'items by kind, what becomes of each, and why'],
        ['pumphouse plan -f acme.yaml -o json', 'the same for programs'],
        [
          'pumphouse plan -f acme.yaml --save acme.plan',
          'then: pumphouse migrate --plan acme.plan',
        ],
        ['pumphouse plan -f acme.yaml > /dev/null || echo no', 'only whether it could go'],
      ),
    )
    .action(async (options: Options) => context.finish(await showPlan(options, context)));
}

async function showPlan(
  { file, output, save }: Options,
  context: CommandContext,
): Promise<ExitCode> {
  const { readSpec } = await import('../spec/read-spec.ts');
  const spec = await readSpec(file);
  const { makePlan } = await import('../../activities/plan.ts');
  const { tellPlan } = await import('../output/tell-plan.ts');
  const { hasBlockers } = await import('../output/plan-sums.ts');
  const plan = await withClouds(
    context,
    [spec.source, spec.destination],
    async ([source, destination]) => makePlan(spec, { source, destination }),
  );
  const { data, table } = tellPlan(plan, spec, context.terminal);
  context.write(renderResult(output, data, table));
  if (save !== undefined) {
    const { savePlan } = await import('../saved-plan/save.ts');
    await savePlan(save, spec, plan);
    context.notice(`Saved: \`pumphouse migrate --plan ${save}\` does this, or nothing.`);
  }
  return hasBlockers(plan) ? EXIT_CODES.blocked : EXIT_CODES.ok;
}
