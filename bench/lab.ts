import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';

const run = promisify(execFile);
const LAB = process.env['LAB'] ?? '/var/lib/pumphouse-lab';
const ENVIRONMENT = { OS_CLIENT_CONFIG_FILE: `${LAB}/clouds.yaml` };

/** Both clouds back to the seeded state. A service that came up deaf is begun anew by the second try. */
export async function resetLab(): Promise<void> {
  await lab('reset').catch(() => lab('reset'));
}

async function lab(verb: string): Promise<void> {
  await run('bash', ['lab/lab.sh', verb], { maxBuffer: 1 << 26 });
}

/** The environment of this process is the one of all it starts. */
export function useLab(more: Readonly<Record<string, string>> = {}): void {
  Object.assign(process.env, ENVIRONMENT, more);
}

/** Runs the built command, and answers its output. */
export async function pumphouse(...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['dist/client.js', ...args], {
    maxBuffer: 1 << 26,
  });
  return stdout;
}

/** Runs a program with openstacksdk; `input` is what it reads. */
export async function python(
  args: readonly string[],
  input = '',
): Promise<Readonly<Record<string, unknown>>> {
  const child = spawn('/usr/bin/python3', args, { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return JSON.parse(output) as Readonly<Record<string, unknown>>;
}

/** Starts a worker, and with it the embedded Temporal server; resolves when it is ready. Answers what ends both. */
export async function startWorker(): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ['dist/client.js', 'worker'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-20_000);
      if (log.includes('worker ready')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the worker ended with ${code}: ${log}`)));
  });
  return async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    await pumphouse('temporal', 'stop');
  };
}
