import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const LAB = process.env['LAB'] ?? '/var/lib/pumphouse-lab';
const CLOUDS = ['src', 'dst'] as const;

/** Runs a script of the lab with Debian's Python, which has openstacksdk; answers what it printed. */
async function python(script: string, ...args: string[]): Promise<string> {
  const { stdout } = await run('/usr/bin/python3', ['-B', `lab/lib/${script}`, ...args], {
    env: { ...process.env, OS_CLIENT_CONFIG_FILE: `${LAB}/clouds.yaml` },
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

async function reset(): Promise<void> {
  await run('bash', ['lab/lab.sh', 'reset']);
}

async function inventories(): Promise<unknown[]> {
  return Promise.all(
    CLOUDS.map(async (cloud): Promise<unknown> => JSON.parse(await python('inventory.py', cloud))),
  );
}

let seeded: unknown[];

beforeAll(async () => {
  await reset();
  seeded = await inventories();
});

test.each([
  ['servers deleted, stopped, suspended and made in both clouds', ['servers']],
  [
    'projects, users, images and volumes deleted, files overwritten, ports, addresses and networks changed',
    ['projects', 'files'],
  ],
  ['servers in odd states, services disabled and killed', ['states']],
  ['servers, snapshots and volumes still being made', ['under-way']],
])('reset brings both clouds back from: %s', async (_title, messes) => {
  for (const mess of messes) await python('disturb.py', mess);
  // A cloud whose services were killed does not even answer.
  expect(await inventories().catch(() => 'no answer')).not.toEqual(seeded);
  await reset();
  expect(await inventories()).toEqual(seeded);
});

test('after a reset servers can be made, suspended, resumed and stopped in both clouds', async () => {
  for (const cloud of CLOUDS) {
    expect(await python('exercise.py', cloud)).toContain(`${cloud}: 2 servers`);
  }
});
