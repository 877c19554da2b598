import { UsageError } from '../../errors/migration.ts';
import { count } from '../../model/count.ts';
import { withTemporal } from '../with-temporal.ts';
import { examples, migrationArgument, serversArgument, specOption } from './options.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import type { Spec } from '../../model/spec.ts';

export function registerRetry(program: Command, context: CommandContext): void {
  program
    .command('retry')
    .summary('try again what failed')
    .description(
      'Tries failed or held servers again: in the running migration, or, if it has ended, in a new run of the same spec.',
    )
    .addArgument(migrationArgument())
    .addArgument(serversArgument(false, '; all that failed where none is named'))
    .addOption(specOption())
    .addHelpText(
      'after',
      examples(
        ['pumphouse retry acme', 'every server that failed'],
        ['pumphouse retry acme web1 web2', 'only these'],
        ['pumphouse retry acme web1 -f acme.yaml', 'with a changed spec, say a mapping'],
      ),
    )
    .action(async (name: string, servers: string[], { file }: { file?: string }) => {
      await retry(name, servers, file, context);
    });
}

async function retry(
  name: string,
  servers: readonly string[],
  file: string | undefined,
  context: CommandContext,
): Promise<void> {
  const spec = file === undefined ? undefined : await specOf(name, file);
  await withTemporal(context, async (temporal) => {
    const { retryMigration } = await import('../migrations/retry.ts');
    const { begun } = await import('../migrations/begun.ts');
    const retried = await retryMigration(temporal.client, {
      name,
      servers,
      ...(spec === undefined ? {} : { spec }),
    });
    if (retried.how === 'nothing failed') {
      context.write(`Nothing of migration ${name} failed: there is nothing to try again.\n`);
      return;
    }
    const what =
      retried.servers === undefined ? 'The whole migration' : count(retried.servers, 'server');
    context.write(
      `${what} ${retried.servers === undefined || retried.servers === 1 ? 'is' : 'are'} tried again.\n`,
    );
    if (retried.how === 'restarted') await begun(temporal, name, context);
  });
}

async function specOf(name: string, file: string): Promise<Spec> {
  const { readSpec } = await import('../spec/read-spec.ts');
  const spec = await readSpec(file);
  if (spec.name === name) return spec;
  throw new UsageError(`${file}: is the spec of migration ${spec.name}, not of ${name}`);
}
