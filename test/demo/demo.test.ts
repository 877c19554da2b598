import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Where this test's demos keep everything they have. */
let temporary: string;
let begun: ChildProcess[];

beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'pumphouse-demo-test-'));
  begun = [];
});

afterEach(async () => {
  for (const child of begun) child.kill('SIGTERM');
  await Promise.all(begun.map(ended));
  await rm(temporary, { recursive: true, force: true });
});

test('npm run demo moves a company, one server after a failure, and leaves nothing running', async () => {
  const demo = npmRun('demo');
  const code = await ended(demo.child);
  const text = demo.text();
  expect(code, text).toBe(0);

  // The plan: what stands in the way, then nothing.
  expect(text).toMatch(/blocker:.*db1 boots from a volume/);
  expect(text).toMatch(/blocker:.*c1\.medium/);
  expect(text).toContain('Nothing stands in the way.');
  // One server fails at verify, and is compensated; the others are not stopped by it.
  expect(text).toMatch(/wiki1: verifying/);
  expect(text).toMatch(/wiki1: compensated/);
  expect(text).toMatch(/13 servers: .*12 migrated/);
  expect(text).toContain(
    'In the old cloud wiki1 is ACTIVE and not locked; the new cloud has none.',
  );
  // The operator's next command, and it helps.
  expect(text).toMatch(/→ .*wiki1.*`pumphouse retry kestrel`/);
  expect(text).toMatch(/\$ pumphouse retry kestrel\n/);
  // The summary: a downtime for each server that ran, and where to look.
  const summary = text.slice(text.lastIndexOf('$ pumphouse status kestrel'));
  expect(summary).toMatch(/13 servers: 13 migrated/);
  for (const name of ['web1', 'web2', 'api1', 'gw1', 'mail1', 'wiki1', 'etl1', 'dash1']) {
    expect(summary).toMatch(new RegExp(`^${name} .* migrated +[\\d.]+ m?s`, 'm'));
  }
  expect(summary).toMatch(/Web UI, http:\/\/127\.0\.0\.1:\d+/);

  expect(await readdir(temporary)).toEqual([]);
  expect(await left()).toEqual([]);
});

test('npm run simulator gives two clouds for every command, until npm run demo -- --stop', async () => {
  const simulator = npmRun('simulator');
  await eventually(() => simulator.text().includes('openstack --os-cloud'), simulator);
  const exports = simulator.text().match(/^ {2}(?:cd|export) .*$/gm) ?? [];
  const shell = track(
    spawn('sh', ['-c', [...exports, 'pumphouse clouds old new anna'].join('\n')], {
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
  expect(await ended(shell.child), shell.text()).toBe(0);
  expect(shell.text()).toMatch(/anna/);

  const stop = npmRun('demo', '--stop');
  expect(await ended(stop.child), stop.text()).toBe(0);
  expect(await ended(simulator.child)).toBe(0);
  expect(await readdir(temporary)).toEqual([]);
  expect(await left()).toEqual([]);
});

test('a step that fails ends the demo with exit code 1 and its name', async () => {
  const broken = join(temporary, 'temporal');
  await writeFile(broken, '#!/bin/sh\nexit 1\n');
  await chmod(broken, 0o755);
  const demo = npmRun('demo', { PATH: `${temporary}${delimiter}${process.env['PATH'] ?? ''}` });
  expect(await ended(demo.child)).toBe(1);
  expect(demo.text()).toMatch(/demo: step 2, "Temporal": /);
  expect(await readdir(temporary)).toEqual(['temporal']);
  expect(await left()).toEqual([]);
});

interface Running {
  readonly child: ChildProcess;
  readonly text: () => string;
}

function npmRun(script: string, ...rest: (string | NodeJS.ProcessEnv)[]): Running {
  const args = rest.filter((each) => typeof each === 'string');
  const environment: NodeJS.ProcessEnv = Object.assign(
    {},
    ...rest.filter((each) => typeof each !== 'string'),
  );
  const child = spawn('npm', ['run', '--silent', script, '--', ...args], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: temporary, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return track(child);
}

function track(child: ChildProcess): Running {
  begun.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  }
  return { child, text: () => text };
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  return child.exitCode;
}

async function eventually(happened: () => boolean, { child, text }: Running): Promise<void> {
  while (!happened()) {
    if (child.exitCode !== null) throw new Error(`it ended: ${text()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The processes of this test's demos: their temporary folder is in their command or their environment. */
async function left(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const facts = await Promise.all(
        ['cmdline', 'environ'].map((name) =>
          readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => ''),
        ),
      );
      return facts.some((fact) => fact.includes(temporary)) ? [facts[0] ?? ''] : [];
    }),
  );
  return found.flat().map((command) => command.replaceAll('\0', ' '));
}
