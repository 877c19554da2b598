import { createRequire } from 'node:module';
import { Command, Option } from 'commander';
import { registerApprove } from './commands/approve.ts';
import { registerCancel } from './commands/cancel.ts';
import { registerClouds } from './commands/clouds.ts';
import { registerCompletion } from './commands/completion.ts';
import { registerInventory } from './commands/inventory.ts';
import { registerList } from './commands/list.ts';
import { registerMigrate } from './commands/migrate.ts';
import { registerPause } from './commands/pause.ts';
import { registerPlan } from './commands/plan.ts';
import { registerResume } from './commands/resume.ts';
import { registerRetry } from './commands/retry.ts';
import { registerRollback } from './commands/rollback.ts';
import { registerSchema } from './commands/schema.ts';
import { registerSkip } from './commands/skip.ts';
import { registerStatus } from './commands/status.ts';
import { registerTemporal } from './commands/temporal.ts';
import { registerWatch } from './commands/watch.ts';
import { registerWorker } from './commands/worker.ts';
import { LOG_LEVELS } from './context.ts';
import { exitCodeTable } from './exit-code-table.ts';
import type { CommandContext } from './context.ts';

const COMMANDS = [
  registerClouds,
  registerInventory,
  registerPlan,
  registerMigrate,
  registerList,
  registerStatus,
  registerWatch,
  registerRetry,
  registerApprove,
  registerSkip,
  registerRollback,
  registerPause,
  registerResume,
  registerCancel,
  registerWorker,
  registerTemporal,
  registerSchema,
  registerCompletion,
];

/** The whole command line. Nothing slow is loaded before a command runs. */
export function buildProgram(context: CommandContext): Command {
  const program = new Command('pumphouse')
    .description('Moves workloads from one OpenStack cloud to another, and never loses one.')
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help; `pumphouse COMMAND --help` has examples')
    .helpCommand(false)
    .addOption(new Option('--log-level <level>', 'what is logged to stderr').choices(LOG_LEVELS))
    .showSuggestionAfterError(true)
    .showHelpAfterError('(`--help` shows what is possible)')
    .exitOverride()
    .configureOutput({
      writeOut: context.write,
      writeErr: (text) => context.notice(text.trimEnd()),
    })
    .addHelpText('after', `\nA first migration:\n${FIRST_STEPS}\nExit codes:\n${exitCodeTable()}`);
  for (const register of COMMANDS) register(program, context);
  return program;
}

const FIRST_STEPS = `  $ pumphouse clouds                    # can both clouds be reached?
  $ pumphouse plan -f acme.yaml         # what would happen? Changes nothing
  $ pumphouse worker &                  # does the work; start as many as you like
  $ pumphouse migrate -f acme.yaml --watch
`;

function version(): string {
  const require = createRequire(import.meta.url);
  return (require('../../package.json') as { version: string }).version;
}
