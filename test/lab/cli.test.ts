import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLOUDS = process.env['OS_CLIENT_CONFIG_FILE'] ?? '/var/lib/pumphouse-lab/clouds.yaml';
let folder: string;
let passwords: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pumphouse-cli-'));
  const { clouds } = parse(await readFile(CLOUDS, 'utf8')) as {
    clouds: Record<string, { auth: { password: string } }>;
  };
  passwords = Object.values(clouds).map(({ auth }) => auth.password);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** Runs the command as an operator would: a process of its own. */
async function pumphouse(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/client.ts', ...argv], {
    cwd: ROOT,
    env: { ...process.env, OS_CLIENT_CONFIG_FILE: CLOUDS, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { out: '', error: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (texts.error += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, ...texts };
}

async function cloudsFile(change: (text: string) => string): Promise<string> {
  const path = join(folder, 'clouds.yaml');
  await writeFile(path, change(await readFile(CLOUDS, 'utf8')), { mode: 0o600 });
  return path;
}

test('clouds tells who is an admin, and which services and versions there are, and no secret', async () => {
  const { code, out, error } = await pumphouse([
    'clouds',
    'src',
    'src-acme',
    '-o',
    'json',
    '--log-level',
    'debug',
  ]);
  expect(code).toBe(0);
  const clouds = JSON.parse(out) as {
    cloud: string;
    admin: boolean;
    services: { service: string; versions?: string }[];
  }[];
  expect(clouds.map(({ cloud, admin }) => [cloud, admin])).toEqual([
    ['src', true],
    ['src-acme', false],
  ]);
  expect(clouds[0]?.services.find(({ service }) => service === 'compute')?.versions).toMatch(
    /^2\.1–2\.\d+$/,
  );
  expect(error).toMatch(/"requestId":"req-/);
  for (const password of passwords) expect(out + error).not.toContain(password);
  expect(out + error).not.toMatch(/gAAAA/);
});

test('clouds shows a table, and a wrong password as a refused login, exit code 5', async () => {
  const path = await cloudsFile((text) => text.replaceAll(/password: .*/g, 'password: wrong'));
  const { code, out } = await pumphouse(['clouds', 'src'], { OS_CLIENT_CONFIG_FILE: path });
  expect(code).toBe(5);
  expect(out).toContain('401');
});

test('a cloud that does not answer is exit code 5', async () => {
  const path = await cloudsFile((text) => text.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:9'));
  const { code, out } = await pumphouse(['clouds', 'dst'], { OS_CLIENT_CONFIG_FILE: path });
  expect(code).toBe(5);
  expect(out).toContain('127.0.0.1:9');
});

test('a cloud that clouds.yaml does not name is a usage error that names those it does', async () => {
  const { code, out } = await pumphouse(['clouds', 'nowhere']);
  expect(code).toBe(2);
  expect(out).toContain('src-acme');
});

test.each([
  [['plan'], "'-f, --file <spec.yaml>'"],
  [['plan', '-f', 'nowhere.yaml'], 'nowhere.yaml: there is no such file'],
  [['statu', 'acme'], 'Did you mean status?'],
  [['approve', 'acme', '--gate', 'launch'], 'cutover, retire'],
  [['skip', 'acme'], 'server'],
] as const)('%j is a usage error that says what is wrong', async (argv, text) => {
  const { code, out, error } = await pumphouse(argv);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(error).toContain(text);
  expect(error).not.toMatch(/^ +at /m);
});

test('a Temporal that does not answer is exit code 5 and says what to do', async () => {
  const { code, error } = await pumphouse(['list'], { TEMPORAL_ADDRESS: '127.0.0.1:9' });
  expect(code).toBe(5);
  expect(error).toContain('TEMPORAL_ADDRESS');
});

/** For `node --import`: each module is told as it is loaded. */
const TELL = `
  import { register } from 'node:module';
  register('data:text/javascript,' + encodeURIComponent(\`
    import { writeSync } from 'node:fs';
    export function load(url, context, next) {
      writeSync(2, 'loads ' + url + '\\\\n');
      return next(url, context);
    }
  \`));
`;

test('--help is there at once: it loads neither Temporal nor the HTTP client', async () => {
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(TELL)}`;
  const { code, error } = await pumphouse(['--help'], { NODE_OPTIONS });
  expect(code).toBe(0);
  const loaded = error.split('\n').filter((line) => line.startsWith('loads '));
  expect(loaded.filter((line) => /\/node_modules\/commander\//.test(line))).not.toEqual([]);
  expect(loaded.filter((line) => /\/node_modules\/(@temporalio|axios)\//.test(line))).toEqual([]);
});
