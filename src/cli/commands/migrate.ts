import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { withTemporal } from '../with-temporal.ts';
import { examples, specOption } from './options.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import type { ExitCode } from '../../errors/exit-codes.ts';

interface Options {
  readonly file: string;
  readonly watch?: true;
}

const SPEC = `
A spec:
  name: acme
  source: old-cloud            # as clouds.yaml names it
  destination: new-cloud
  select:
    projects: [acme]           # all servers of these projects
  mappings:
    network: { public: public }  # this source network is that destination network
`;

export function registerMigrate(program: Command, context: CommandContext): void {
  program
    .command('migrate')
    .summary('start a migration')
    .description(
      'Starts the migration that a spec describes. It plans first and stops at a blocker before it changes anything. It runs in Temporal: closing this terminal does not stop it.',
    )
    .addOption(specOption().makeOptionMandatory())
    .option('-w, --watch', 'stay and show its progress; the exit code tells how it ended')
    .addHelpText(
      'after',
      SPEC +
        examples(
          ['pumphouse migrate -f acme.yaml', 'start, and return at once'],
          ['pumphouse migrate -f acme.yaml --watch', 'start, and show progress to the end'],
        ),
    )
    .action(async (options: Options) => context.finish(await migrate(options, context)));
}

async function migrate({ file, watch }: Options, context: CommandContext): Promise<ExitCode> {
  const { readSpec } = await import('../spec/read-spec.ts');
  const spec = await readSpec(file);
  return withTemporal(context, async (temporal) => {
    const { startMigration } = await import('../migrations/start-migration.ts');
    const { begun } = await import('../migrations/begun.ts');
    await startMigration(temporal.client, { spec });
    await begun(temporal, spec.name, context);
    if (watch !== true) return EXIT_CODES.ok;
    const { watchMigration } = await import('../watch/watch-migration.ts');
    return watchMigration(temporal.client, spec.name, context);
  });
}
