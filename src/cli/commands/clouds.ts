import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { renderResult } from '../output/data.ts';
import { examples, outputOption } from './options.ts';
import type { Command } from 'commander';
import type { ExitCode } from '../../errors/exit-codes.ts';
import type { CommandContext } from '../context.ts';
import type { OutputFormat } from '../output/data.ts';

export function registerClouds(program: Command, context: CommandContext): void {
  program
    .command('clouds')
    .summary('check clouds: login, rights, services')
    .description(
      'Logs in to clouds of clouds.yaml and shows what this user may do there, and which services and versions they offer.',
    )
    .argument('[name...]', 'clouds, as clouds.yaml names them; all where none is named')
    .addOption(outputOption())
    .addHelpText(
      'after',
      examples(
        ['pumphouse clouds old-cloud new-cloud', 'both ends of a migration'],
        ['pumphouse clouds', 'every cloud of clouds.yaml'],
      ),
    )
    .action(async (names: string[], { output }: { output: OutputFormat }) => {
      context.finish(await showClouds(names, output, context));
    });
}

async function showClouds(
  names: readonly string[],
  output: OutputFormat,
  context: CommandContext,
): Promise<ExitCode> {
  const { openCloud } = await import('../../openstack/open-cloud.ts');
  const { cloudNames } = await import('../clouds/cloud-names.ts');
  const { logRequests } = await import('../../temporal/log.ts');
  const { surveyCloud } = await import('../clouds/survey-cloud.ts');
  const { renderClouds } = await import('../output/clouds.ts');
  const onRequest = logRequests(await context.log());
  const asked = names.length > 0 ? names : await cloudNames(process.env);
  const surveys = await Promise.all(
    asked.map((name) => surveyCloud(name, () => openCloud(name, { onRequest }))),
  );
  const clouds = surveys.map(({ exitCode: _code, ...survey }) => survey);
  context.write(renderResult(output, clouds, () => renderClouds(surveys, context.terminal)));
  return surveys.find(({ exitCode }) => exitCode !== EXIT_CODES.ok)?.exitCode ?? EXIT_CODES.ok;
}
