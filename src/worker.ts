import { parseArgs } from 'node:util';
import { EXIT_CODES } from './errors/exit-codes.ts';
import type { ExitCode } from './errors/exit-codes.ts';
import { UnsupportedError, UsageError } from './errors/migration.ts';
import { UnreachableError } from './errors/temporal.ts';
import { openLog } from './temporal/log.ts';
import type { Queues } from './temporal/run-worker.ts';
import { serve } from './temporal/serve.ts';

const QUEUES: readonly string[] = ['all', 'api', 'transfer'] satisfies Queues[];

/** `node dist/worker.js [--queue all|api|transfer]`: works until SIGTERM or SIGINT. */
async function main(args: readonly string[]): Promise<ExitCode> {
  const log = openLog(process.env['PUMPHOUSE_LOG_LEVEL'] || 'info');
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.once(name, () => {
      log.info(`${name}: the worker ends; what is under way goes on with the next`);
      stop.abort();
    });
  }
  try {
    await serve({ queues: queuesOf(args), signal: stop.signal, log });
    return EXIT_CODES.ok;
  } catch (error) {
    const code = exitCodeOf(error);
    // Whoever made the mistake needs its words; a bug needs its stack as well.
    if (code === EXIT_CODES.failure) log.fatal(error);
    else log.fatal(error instanceof Error ? error.message : String(error));
    return code;
  }
}

/** @throws UsageError */
function queuesOf(args: readonly string[]): Queues {
  const queue = queueOption(args);
  if (QUEUES.includes(queue)) return queue as Queues;
  throw new UsageError(`--queue is one of ${QUEUES.join(', ')}: ${queue}`);
}

function queueOption(args: readonly string[]): string {
  try {
    const options = { queue: { type: 'string', default: 'all' } } as const;
    return parseArgs({ args: [...args], options }).values.queue;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError || error instanceof UnsupportedError) return EXIT_CODES.usage;
  return error instanceof UnreachableError ? EXIT_CODES.unreachable : EXIT_CODES.failure;
}

process.exitCode = await main(process.argv.slice(2));
