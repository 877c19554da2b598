import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { UsageError } from '../../errors/migration.ts';
import { withTemporal } from '../with-temporal.ts';
import { examples, specOption } from './options.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import type { ExitCode } from '../../errors/exit-codes.ts';
import type { MigrationInput } from '../../workflows/messages.ts';

interface Options {
  readonly file?: string;
  readonly plan?: string;
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
      'Starts the migration that a spec describes, or that a saved plan holds. It plans first and stops at a blocker, or where the clouds are no longer as the saved plan says, before it changes anything. It runs in Temporal: closing this terminal does not stop it.',
    )
    .addOption(specOption().conflicts('plan'))
    .option('--plan <file>', 'what `plan --save` wrote, instead of a spec: exactly that is done')
    .option('-w, --watch', 'stay and show its progress; the exit code tells how it ended')
    .addHelpText(
      'after',
      SPEC +
        examples(
          ['pumphouse migrate -f acme.yaml', 'start, and return at once'],
          ['pumphouse migrate -f acme.yaml --watch', 'start, and show progress to the end'],
          ['pumphouse migrate --plan acme.plan', 'do what was planned, or show what has changed'],
        ),
    )
    .action(async (options: Options) => context.finish(await migrate(options, context)));
}

async function migrate(options: Options, context: CommandContext): Promise<ExitCode> {
  const input = await inputOf(options, context);
  if (input === undefined) return EXIT_CODES.blocked;
  return withTemporal(context, async (temporal) => {
    const { startMigration } = await import('../migrations/start-migration.ts');
    const { begun } = await import('../migrations/begun.ts');
    await startMigration(temporal.client, input);
    await begun(temporal, input.spec.name, context);
    if (options.watch !== true) return EXIT_CODES.ok;
    const { watchMigration } = await import('../watch/watch-migration.ts');
    return watchMigration(temporal.client, input.spec.name, context);
  });
}

/** Undefined where the saved plan does not hold any more: that has been shown. */
async function inputOf(
  { file, plan }: Options,
  context: CommandContext,
): Promise<MigrationInput | undefined> {
  if (plan !== undefined) {
    const { takeUpPlan } = await import('../saved-plan/take-up.ts');
    return takeUpPlan(plan, context);
  }
  if (file === undefined) {
    throw new UsageError('migrate needs a spec (-f spec.yaml) or a saved plan (--plan FILE)');
  }
  const { readSpec } = await import('../spec/read-spec.ts');
  return { spec: await readSpec(file) };
}
