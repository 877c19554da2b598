import { Option } from 'commander';
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
  readonly save?: string;
  readonly canary?: true;
  readonly canaryImage?: string;
  readonly canaryFlavor?: string;
}

export function registerPlan(program: Command, context: CommandContext): void {
  program
    .command('plan')
    .summary('show what would happen')
    .description(
      'Shows what `migrate` would do, and what stands in its way. Changes nothing, but for a canary where one is asked for, which is removed again. Exit code 3 tells of blockers.',
    )
    .addOption(specOption().makeOptionMandatory())
    .addOption(outputOption())
    .option(
      '--suggest [file]',
      'write mappings that are likely, with reasons, to edit; to a new file, or standard output',
    )
    .option('--force', '--suggest may replace a file')
    .option('--save <file>', 'keep the plan for `migrate --plan`, which does that or nothing')
    .option(
      '--canary',
      'make a small server with network and volume in the destination, and remove it',
    )
    .addOption(canaryOption('image', 'boot the canary from this image of the destination'))
    .addOption(canaryOption('flavor', 'give the canary this flavor of the destination'))
    .addHelpText(
      'after',
      examples(
        ['pumphouse plan -f acme.yaml', 'items by kind, what becomes of each, and why'],
        ['pumphouse plan -f acme.yaml -o json', 'the same for programs'],
        ['pumphouse plan -f acme.yaml --suggest map.yaml', 'mappings for you to edit'],
        ['pumphouse plan -f acme.yaml --canary', 'and whether a server can really be made there'],
        [
          'pumphouse plan -f acme.yaml --save acme.plan',
          'then: pumphouse migrate --plan acme.plan',
        ],
        ['pumphouse plan -f acme.yaml > /dev/null || echo no', 'only whether it could go'],
      ),
    )
    .action(async (options: Options) => context.finish(await showPlan(options, context)));
}

function canaryOption(what: string, text: string): Option {
  const option = new Option(`--canary-${what} <id or name>`, `${text}; else the smallest`);
  return option.implies({ canary: true });
}

async function showPlan(options: Options, context: CommandContext): Promise<ExitCode> {
  const { readSpec } = await import('../spec/read-spec.ts');
  const spec = await readSpec(options.file);
  const { suggest: suggestTo, force = false } = options;
  if (suggestTo !== undefined) return suggest(spec, { suggest: suggestTo, force }, context);
  const { makePlan } = await import('../../activities/make-plan.ts');
  const { tellPlan } = await import('../output/tell-plan.ts');
  return withClouds(context, [spec.source, spec.destination], async ([source, destination]) => {
    const sealed = options.save !== undefined;
    const plan = await makePlan(spec, { source, destination }, { sealed });
    const told = tellPlan(plan, spec, context.terminal);
    if (options.output === 'table') context.write(renderResult('table', {}, told.table));
    if (options.save !== undefined) {
      const { savePlan } = await import('../saved-plan/save.ts');
      await savePlan(options.save, spec, plan);
      context.notice(`Saved: \`pumphouse migrate --plan ${options.save}\` does this, or nothing.`);
    }
    const { tryCanary } = await import('../canary/try-canary.ts');
    const canary =
      options.canary === true
        ? await tryCanary({ source, destination, plan, ...options }, context)
        : undefined;
    if (options.output !== 'table') {
      context.write(renderResult(options.output, { ...told.data, canary }, told.table));
    }
    if (canary?.interrupted === true) return EXIT_CODES.interrupted;
    return told.blocked || canary?.ok === false ? EXIT_CODES.blocked : EXIT_CODES.ok;
  });
}
