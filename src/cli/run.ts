import { once } from 'node:events';
import { CommanderError } from 'commander';
import { errorText } from './error-text.ts';
import { exitCodeOf } from './exit-code-of.ts';
import { terminalOf } from './output/terminal.ts';
import { buildProgram } from './program.ts';
import { EXIT_CODES } from '../errors/exit-codes.ts';
import type { Logger } from 'pino';
import type { CommandContext, LogLevel } from './context.ts';
import type { ExitCode } from '../errors/exit-codes.ts';

/** Runs `pumphouse` with the arguments that follow its name, and answers its exit code. Throws nothing. */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  endQuietlyWithItsReader(process.stdout);
  let code: ExitCode = EXIT_CODES.ok;
  let log: Promise<Logger> | undefined;
  const context: CommandContext = {
    terminal: terminalOf(process.stdout, process.env),
    write: (text) => void process.stdout.write(text),
    stream: async (pieces) => {
      for await (const piece of pieces) {
        if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
      }
    },
    notice: (line) => void process.stderr.write(`${line}\n`),
    logLevel: () => program.opts<{ logLevel?: LogLevel }>().logLevel,
    log: () =>
      (log ??= import('../temporal/log.ts').then(({ openLog }) =>
        openLog(context.logLevel() ?? 'warn'),
      )),
    finish: (value) => (code = value),
  };
  const program = buildProgram(context);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    tell(error, context);
    return exitCodeOf(error);
  }
}

function tell(error: unknown, { notice, logLevel }: CommandContext): void {
  // Commander has told its own.
  if (error instanceof CommanderError) return;
  const lines = errorText(error).split('\n');
  for (const line of lines) notice(`pumphouse: ${line}`);
  if (logLevel() === 'debug' && error instanceof Error && error.stack !== undefined) {
    notice(error.stack);
  }
}

/** `pumphouse list | head -1` is no failure. */
function endQuietlyWithItsReader(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT_CODES.ok);
    throw error;
  });
}
