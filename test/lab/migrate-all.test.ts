import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { NOWHERE } from '../../src/activities/preflight/probes.ts';
import type { Inventory } from './harness/lab.ts';
import { compareAll, inventory, resetLab, rowsWith } from './harness/lab.ts';
import { newOperator } from './harness/operator.ts';
import type { Operator } from './harness/operator.ts';
import { showAll } from './harness/os-migrate.ts';

/** What stays is said here, with its reason; anything else that differs fails. */
const LEFT_OUT: readonly string[] = [
  // Each cloud's own network to the outside, with a pool of its own.
  'networks/Default/admin/public',
  'subnets/Default/admin/public/public-v4',
];

let operator: Operator;
let spec: string;

beforeAll(async () => {
  await resetLab();
  operator = await newOperator(17235);
  await operator.startWorker('--log-level', 'debug');
  spec = join(operator.folder, 'everything.yaml');
  await writeFile(
    spec,
    stringify({
      name: 'everything',
      source: 'src',
      destination: 'dst',
      strategy: 'all',
      select: { projects: ['acme'], exclude: { servers: ['bfv1', 'data1'] } },
      mappings: { network: { public: 'public' } },
    }),
  );
});

afterAll(async () => {
  await operator.end();
});

/** Calls since a place in the log that change something; a login changes nothing. */
function writesSince(start: number): string[] {
  return operator
    .logs()
    .slice(start)
    .split('\n')
    .filter((line) => /"method":"(POST|PUT|PATCH|DELETE)"/.test(line))
    .filter((line) => !line.includes('/auth/tokens'));
}

/** Neutron makes a project's default group as soon as anybody lists the groups of that project. */
function withoutDefaultGroups(cloud: Inventory): Inventory {
  const groups = Object.entries(cloud['security-groups'] ?? {});
  const others = groups.filter(([, { name }]) => name !== 'default');
  return { ...cloud, 'security-groups': Object.fromEntries(others) };
}

test('a plan of everything changes nothing in either cloud, and leaves nothing behind where no API looks', async () => {
  const before = [await inventory('src'), await inventory('dst')];
  const { code, stdout } = await operator.pumphouse('plan', '-f', spec, '-o', 'json');
  expect(code).toBe(0);
  const { actions } = JSON.parse(stdout) as { actions: Record<string, number> };
  expect(actions['create']).toBeGreaterThan(50);
  const after = [await inventory('src'), await inventory('dst')];
  expect(after.map(withoutDefaultGroups)).toEqual(before.map(withoutDefaultGroups));
  expect(await Promise.all([rowsWith('src', NOWHERE), rowsWith('dst', NOWHERE)])).toEqual([0, 0]);
});

test('every meta-resource of the source is copied, and the servers of a project with them', async () => {
  const { code, stdout, stderr } = await operator.pumphouse('migrate', '-f', spec, '--watch');
  expect(`${code} ${stdout} ${stderr}`).toMatch(/^0 /);
  expect(writesSince(0).length).toBeGreaterThan(50);
});

test('every attribute of every kind is equal, mapped, or named as one that no API carries', async () => {
  const { kinds, differences, table } = await compareAll(LEFT_OUT);
  console.log(table);
  expect(differences).toEqual([]);
  // None was compared in vain.
  for (const [kind, { resources }] of Object.entries(kinds))
    expect(resources, kind).toBeGreaterThan(0);
});

test('what os-migrate loses arrives: each command of docs/os-migrate.md prints the same in both clouds', async () => {
  for (const { command, source, destination } of await showAll([
    'After a migration of everything',
    'After a migration of servers',
  ])) {
    expect(source, command).not.toBe('');
    expect(destination, command).toBe(source);
  }
});

test('a second run finds all of it and changes nothing', async () => {
  const plan = await operator.pumphouse('plan', '-f', spec, '-o', 'json');
  const { actions } = JSON.parse(plan.stdout) as { actions: Record<string, number> };
  expect(actions).toMatchObject({ create: 0, blocked: 0 });
  const start = operator.logs().length;
  const { code } = await operator.pumphouse('migrate', '-f', spec, '--watch');
  expect(code).toBe(0);
  expect(writesSince(start)).toEqual([]);
});
