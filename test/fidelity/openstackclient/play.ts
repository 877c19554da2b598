import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { CloudEntry } from '../wire/clouds.ts';
import { literalsOf, normalise, text } from '../wire/normalise.ts';
import type { Names } from '../wire/normalise.ts';
import { namesOf } from '../wire/names.ts';
import { settle } from '../wire/people.ts';
import { commands } from './commands.ts';
import type { Command } from './commands.ts';

/** What a command did, without what differs from run to run. */
export interface CommandRecord {
  readonly code: number;
  /** Parsed where it is JSON. */
  readonly output?: unknown;
  readonly error?: string;
}

const SCRIPT = fileURLToPath(new URL('run.py', import.meta.url));
/** It has the lab's packages, whatever comes first in the path. */
const PYTHON = '/usr/bin/python3';
const KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHJ9Hf4T0l8Fv0jKQqgq2Y9cQFq3bT2x1mJ4pS0nq0Yz fidelity\n';

const answerSchema = z.object({
  results: z.array(
    z.object({ name: z.string(), code: z.number(), stdout: z.string(), stderr: z.string() }),
  ),
  values: z.record(z.string(), z.string()),
});

/** Runs all commands in a cloud with the real client, in a project of their own. Keys: number and command. */
export async function playCommands(entry: CloudEntry): Promise<Record<string, CommandRecord>> {
  const people = await settle(entry);
  const folder = await mkdtemp(join(tmpdir(), 'pumphouse-fidelity-'));
  try {
    const files = {
      file: join(folder, 'image'),
      copy: join(folder, 'copy'),
      key: join(folder, 'key'),
    };
    await writeFile(files.file, 'some bytes');
    await writeFile(files.key, KEY);
    const answer = await runScript({
      commands,
      people: environments(entry, people.values),
      values: { ...people.values, ...files },
    });
    if ((await readFile(files.copy, 'utf8')) !== 'some bytes') {
      throw new Error('image save has saved something else');
    }
    const known = namesOf(people.logins.admin, { ...answer.values, region: entry.region_name });
    const names = { known, literals: literalsOf(commands) };
    return Object.fromEntries(
      answer.results.map((result, index) => [
        `${index + 1} ${result.name}`,
        record(result, commands[index], names),
      ]),
    );
  } finally {
    await people.remove();
    await rm(folder, { recursive: true });
  }
}

function environments(
  { auth, region_name: region }: CloudEntry,
  values: Readonly<Record<string, string>>,
): Record<string, Record<string, string>> {
  const common = {
    OS_AUTH_URL: auth.auth_url,
    OS_REGION_NAME: region,
    OS_IDENTITY_API_VERSION: '3',
    OS_USER_DOMAIN_ID: 'default',
    OS_PROJECT_DOMAIN_ID: 'default',
  };
  const { run = '', password = '' } = values;
  return {
    admin: {
      ...common,
      OS_USERNAME: auth.username,
      OS_PASSWORD: auth.password,
      OS_PROJECT_NAME: auth.project_name,
    },
    member: {
      ...common,
      OS_USERNAME: `${run}-alice`,
      OS_PASSWORD: password,
      OS_PROJECT_NAME: `${run}-project`,
    },
  };
}

async function runScript(input: object): Promise<z.output<typeof answerSchema>> {
  const child = spawn(PYTHON, [SCRIPT], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(JSON.stringify(input));
  const [out, err] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    child.exitCode ?? once(child, 'exit'),
  ]);
  try {
    return answerSchema.parse(JSON.parse(out));
  } catch (error) {
    throw new Error(`${SCRIPT} failed: ${err.slice(-2000)}`, { cause: error });
  }
}

function record(
  { code, stdout, stderr }: { code: number; stdout: string; stderr: string },
  command: Command | undefined,
  names: Names,
): CommandRecord {
  const error = text(stderr, '', names).trim();
  const hideError = command?.hide?.includes('stderr') === true;
  return {
    code,
    ...(stdout === '' ? {} : { output: outputOf(stdout, command, names) }),
    ...(error === '' || hideError ? {} : { error }),
  };
}

function outputOf(stdout: string, command: Command | undefined, names: Names): unknown {
  try {
    return normalise(JSON.parse(stdout), names, {
      list: command?.list,
      hide: command?.hide,
      late: command?.late,
    });
  } catch {
    return text(stdout, '', names).trim();
  }
}
