import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { readClouds } from './lab.ts';

export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SpecParts {
  readonly name: string;
  /** Default: acme. */
  readonly project?: string;
  readonly servers?: readonly string[];
  readonly exclude?: readonly string[];
  readonly mappings?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly server?: Readonly<Record<string, unknown>>;
}

/** An operator at a terminal with a state directory of his own: commands, workers, and the Temporal server they start. */
export interface Operator {
  readonly folder: string;
  pumphouse(...args: string[]): Promise<Answer>;
  /** Starts a worker, with options of the program, and waits until it says that it is ready. */
  startWorker(...options: readonly string[]): Promise<Worker>;
  writeSpec(parts: SpecParts): Promise<string>;
  /** The pid of the embedded Temporal server. */
  temporalPid(): Promise<number>;
  /** Where the clouds' services are, for this operator alone: `{ dst: { compute_endpoint_override: … } }`. */
  override(clouds: Readonly<Record<string, Readonly<Record<string, string>>>>): Promise<void>;
  /** All that the embedded server's databases and our logs hold, as bytes. */
  readonly logs: () => string;
  end(): Promise<void>;
}

export interface Worker {
  readonly process: ChildProcess;
  kill(): Promise<void>;
}

export async function newOperator(port: number): Promise<Operator> {
  const folder = await mkdtemp(join(tmpdir(), 'pumphouse-operator-'));
  const cloudsFile = join(folder, 'clouds.yaml');
  await writeFile(cloudsFile, await readClouds());
  const environment = {
    ...process.env,
    OS_CLIENT_CONFIG_FILE: cloudsFile,
    PUMPHOUSE_STATE_DIR: join(folder, 'state'),
    PUMPHOUSE_TEMPORAL_PORT: String(port),
    NO_COLOR: '1',
  };
  const workers: Worker[] = [];
  let logs = '';
  const begin = (args: readonly string[]): ChildProcess =>
    spawn(process.execPath, ['dist/client.js', ...args], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const operator: Operator = {
    folder,
    pumphouse: async (...args) => {
      const answer = await collected(begin(args));
      logs += answer.stdout + answer.stderr;
      return answer;
    },
    startWorker: async (...options) => {
      const child = begin([...options, 'worker']);
      const worker: Worker = {
        process: child,
        kill: async () => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          child.kill('SIGKILL');
          await once(child, 'exit');
        },
      };
      workers.push(worker);
      const before = logs.length;
      await new Promise<void>((resolve, reject) => {
        const hear = (chunk: Buffer): void => {
          logs += chunk.toString();
          if (logs.includes('worker ready', before)) resolve();
        };
        child.stdout?.on('data', hear);
        child.stderr?.on('data', hear);
        child.once('exit', (code) =>
          reject(new Error(`worker ended with ${code}: ${logs.slice(-2000)}`)),
        );
      });
      return worker;
    },
    writeSpec: async ({ name, project = 'acme', servers, exclude, mappings, server }) => {
      const file = join(folder, `${name}.yaml`);
      const select = {
        projects: [project],
        ...(servers === undefined ? {} : { servers }),
        ...(exclude === undefined ? {} : { exclude: { servers: exclude } }),
      };
      const spec = {
        name,
        source: 'src',
        destination: 'dst',
        select,
        mappings: { network: { public: 'public' }, ...mappings },
        ...(server === undefined ? {} : { server }),
      };
      await writeFile(file, stringify(spec));
      return file;
    },
    temporalPid: async () => {
      const text = await readFile(join(folder, 'state', 'temporal.json'), 'utf8');
      return (JSON.parse(text) as { pid: number }).pid;
    },
    override: async (clouds) => {
      const config = parse(await readClouds()) as { clouds: Record<string, object> };
      for (const [name, more] of Object.entries(clouds)) {
        config.clouds[name] = { ...config.clouds[name], ...more };
      }
      await writeFile(cloudsFile, stringify(config));
    },
    logs: () => logs,
    end: async () => {
      await Promise.all(workers.map((worker) => worker.kill()));
      await collected(begin(['temporal', 'stop']));
      await rm(folder, { recursive: true, force: true });
    },
  };
  return operator;
}

async function collected(child: ChildProcess): Promise<Answer> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code: code ?? -1, stdout, stderr };
}

/** Asks again and again until the answer is wanted. */
export async function eventually<T>(
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
  seconds: number,
): Promise<T> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > until)
      throw new Error(`not within ${seconds} s; the last answer: ${JSON.stringify(answer)}`);
    await setTimeout(1000);
  }
}
