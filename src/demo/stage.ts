import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../temporal/ports.ts';
import type { Output } from './output.ts';

export const FOLDER = 'pumphouse-demo-';
const COMMAND_MS = 120_000;

/** A folder of the demo's own, and commands that know nothing but it: no setting or server of the operator's is touched. */
export interface Stage {
  readonly folder: string;
  readonly output: Output;
  /** Aborted: the user has had enough. */
  readonly signal: AbortSignal;
  readonly environment: NodeJS.ProcessEnv;
  /** Shows a command and runs it as it is shown. Answers its exit code. @throws Error where it takes too long */
  run(line: string): Promise<number>;
}

export async function openStage(output: Output, signal: AbortSignal): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), FOLDER));
  const environment = await environmentOf(folder);
  await writeCommand(folder);
  return {
    folder,
    output,
    signal,
    environment,
    async run(line) {
      output.write(`${output.command(`$ ${line}`)}\n`);
      signal.throwIfAborted();
      const child = spawn('sh', ['-c', line], {
        cwd: folder,
        env: environment,
        stdio: [
          'ignore',
          ...(output.isTerminal ? (['inherit', 'inherit'] as const) : (['pipe', 'pipe'] as const)),
        ],
        // A group of its own, so that all of it can be ended.
        detached: true,
      });
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding('utf8').on('data', (text: string) => output.write(text));
      }
      return ended(child, line, signal);
    },
  };
}

async function ended(child: ChildProcess, line: string, signal: AbortSignal): Promise<number> {
  let tooLong = false;
  const end = (): void => killGroup(child, 'SIGTERM');
  const timer = setTimeout(() => {
    tooLong = true;
    end();
  }, COMMAND_MS);
  signal.addEventListener('abort', end, { once: true });
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    signal.throwIfAborted();
    if (tooLong) throw new Error(`\`${line}\` has not ended in ${COMMAND_MS / 1000} s`);
    return code ?? 1;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}

/** The user's, without what would lead to clouds and servers of his. */
async function environmentOf(folder: string): Promise<NodeJS.ProcessEnv> {
  const foreign = /^(OS|TEMPORAL|PUMPHOUSE)_/u;
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(own),
    ...(await settingsOf(folder)),
    PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
  };
}

async function settingsOf(folder: string): Promise<Record<string, string>> {
  return {
    OS_CLIENT_CONFIG_FILE: join(folder, 'clouds.yaml'),
    PUMPHOUSE_STATE_DIR: join(folder, 'state'),
    PUMPHOUSE_TEMPORAL_PORT: String(await freePort()),
  };
}

/** What a user's shell needs to go on where the demo ends. */
export function exportsOf({ folder, environment }: Stage): string[] {
  const names = ['OS_CLIENT_CONFIG_FILE', 'PUMPHOUSE_STATE_DIR'];
  return [
    `cd ${folder}`,
    ...names.map((name) => `export ${name}=${environment[name] ?? ''}`),
    `export PATH=${join(folder, 'bin')}:$PATH`,
    ...(process.env['TEMPORAL_ADDRESS'] ? ['unset TEMPORAL_ADDRESS'] : []),
  ];
}

/** `pumphouse` on the PATH, from this very build. */
async function writeCommand(folder: string): Promise<void> {
  const client = fileURLToPath(new URL('../client.js', import.meta.url));
  const path = join(folder, 'bin', 'pumphouse');
  await mkdir(join(folder, 'bin'));
  await writeFile(path, `#!/bin/sh\nexec '${process.execPath}' '${client}' "$@"\n`);
  await chmod(path, 0o755);
}

export async function closeStage({ folder }: Stage): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
