import { parseArgs } from 'node:util';
import { isAbort } from '../errors/abort.ts';
import { stopDemos, sweepDemos } from './door.ts';
import { standardOutput } from './output.ts';
import { runDemo } from './run-demo.ts';

const INTERRUPTED = 130;
const STOPPED = '\nStopped; nothing of it runs any more.\n';

/** `main.js demo [--keep | --stop]`, `main.js simulator`, `main.js record`. Answers the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const options = {
    keep: { type: 'boolean', default: false },
    stop: { type: 'boolean', default: false },
  } as const;
  const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [what = 'demo'] = positionals;
  if (values.stop) {
    process.stdout.write(`${await stopDemos()} stopped.\n`);
    return 0;
  }
  await sweepDemos();
  const stop = stopOnSignals();
  if (what === 'record') {
    const { record } = await import('./record.ts');
    await record(stop);
  } else {
    if (what !== 'demo' && what !== 'simulator') throw new Error(`there is no ${what}`);
    await runDemo({ output: standardOutput(), stop, what, keep: values.keep });
    if (stop.signal.aborted) process.stdout.write(STOPPED);
  }
  return 0;
}

function stopOnSignals(): AbortController {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => stop.abort());
  }
  // Nobody reads any more.
  process.stdout.on('error', () => stop.abort());
  return stop;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isStopped = isAbort(error);
  process.exitCode = isStopped ? INTERRUPTED : 1;
  const words = error instanceof Error ? error.message : String(error);
  process.stderr.write(isStopped ? STOPPED : `\ndemo: ${words}\n`);
}
