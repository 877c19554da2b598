import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  compareProject,
  inventory,
  openstack,
  resetLab,
  serverStates,
  serverThings,
  witnessJson,
} from './harness/lab.ts';
import { newOperator } from './harness/operator.ts';
import type { Operator } from './harness/operator.ts';
import { showAll } from './harness/os-migrate.ts';

const run = promisify(execFile);
const NOT_YET = ['bfv1', 'data1'];

let operator: Operator;
let spec: string;
let servers: string[];
let running: string[];
let locked: string[];
let before: object;

beforeAll(async () => {
  await resetLab();
  operator = await newOperator(17233);
  await operator.startWorker();
  spec = await operator.writeSpec({ name: 'acme', exclude: NOT_YET });
  const states = await serverStates('src', 'acme');
  servers = Object.keys(states).filter((name) => !NOT_YET.includes(name));
  running = servers.filter((name) => states[name]?.status === 'ACTIVE');
  locked = servers.filter((name) => states[name]?.locked === true);
  before = await inventory('dst');
});

afterAll(async () => {
  await operator.end();
});

test('the plan tells every resource that would be made, and changes nothing', async () => {
  const { code, stdout } = await operator.pumphouse('plan', '-f', spec, '-o', 'json');
  expect(code).toBe(0);
  const { items } = JSON.parse(stdout) as {
    items: { kind: string; action: string; name: string }[];
  };
  const made = items.filter((item) => item.action === 'create').map((item) => item.kind);
  for (const kind of [
    'project',
    'flavor',
    'keypair',
    'security-group',
    'network',
    'subnet',
    'router',
    'port',
    'floating-ip',
    'image',
    'server-group',
    'server',
  ]) {
    expect(made, kind).toContain(kind);
  }
  expect(
    items
      .filter((item) => item.kind === 'server')
      .map((item) => item.name)
      .toSorted(),
  ).toEqual(servers.toSorted());
  expect(await inventory('dst')).toEqual(before);
});

test('a server whose disk is a volume blocks the plan, and the exit code tells', async () => {
  const whole = await operator.writeSpec({ name: 'acme-whole' });
  const { code, stdout } = await operator.pumphouse('plan', '-f', whole);
  expect(code).toBe(3);
  expect(stdout).toContain('bfv1');
  expect(stdout).toContain('data1');
});

test('all image-booted servers of acme migrate', async () => {
  const { code, stdout, stderr } = await operator.pumphouse('migrate', '-f', spec, '--watch');
  expect(`${code} ${stdout} ${stderr}`).toMatch(/^0 /);
});

test('every attribute is equal, seen by openstacksdk', async () => {
  expect(await compareProject('acme', servers)).toEqual([]);
});

test('what os-migrate loses of servers arrives: each command of docs/os-migrate.md prints the same in both clouds', async () => {
  for (const { command, source, destination } of await showAll(['After a migration of servers'])) {
    expect(source, command).not.toBe('');
    expect(destination, command).toBe(source);
  }
});

test('the sources are stopped and locked only where they were before, their ports open; the copies run as the sources did', async () => {
  const source = await serverStates('src', 'acme');
  const destination = await serverStates('dst', 'acme');
  for (const name of servers) {
    expect([name, source[name]?.status]).toEqual([name, 'SHUTOFF']);
    expect([name, source[name]?.locked]).toEqual([name, locked.includes(name)]);
    expect([name, source[name]?.ports.every((port) => port.up)]).toEqual([name, true]);
    expect([name, destination[name]?.status]).toEqual([
      name,
      running.includes(name) ? 'ACTIVE' : 'SHUTOFF',
    ]);
    expect([name, destination[name]?.locked]).toEqual([name, locked.includes(name)]);
  }
});

test('nothing else in the destination has changed, and the operator keeps no role there', async () => {
  expect(await inventory('dst')).toMatchObject(before);
  const roles = await openstack(
    'dst',
    'role',
    'assignment',
    'list',
    '--user',
    'admin',
    '--project',
    'acme',
    '-f',
    'value',
  );
  expect(roles).toBe('');
});

test('the same spec again makes nothing new: the plan shows only reuse', async () => {
  const things = await serverThings('dst', 'acme');
  const planned = await operator.pumphouse('plan', '-f', spec, '-o', 'json');
  const { items } = JSON.parse(planned.stdout) as {
    items: { action: string; key: string; reason: string }[];
  };
  expect(items.filter((item) => item.action !== 'reuse')).toEqual([]);
  const whole = await inventory('dst');
  const { code } = await operator.pumphouse('migrate', '-f', spec, '--watch');
  expect(code).toBe(0);
  expect(await serverThings('dst', 'acme')).toEqual(things);
  expect(await inventory('dst')).toEqual(whole);
});

test('no history of the run holds a password, a token or user_data', async () => {
  const { stdout: listed } = await temporal('workflow', 'list', '--limit', '200', '-o', 'json');
  const executions = JSON.parse(listed) as { execution: { workflowId: string; runId: string } }[];
  expect(executions.length).toBeGreaterThan(servers.length);
  const userData = await witnessJson<string[]>(`
c = openstack.connect(cloud='src', compute_default_microversion='2.73')
print(json.dumps([s.user_data for s in c.compute.servers(all_projects=True) if s.user_data]))`);
  expect(userData.length).toBeGreaterThan(0);
  const secrets = [
    ...userData,
    ...userData.map((text) => atob(text)),
    'lab-password',
    'Seed-password-1',
    'gAAAAA',
  ];
  for (const { execution } of executions) {
    const shown = await temporal(
      'workflow',
      'show',
      '-w',
      execution.workflowId,
      '-r',
      execution.runId,
      '-o',
      'json',
    );
    const decoded = decodePayloads(shown.stdout);
    for (const secret of secrets)
      expect(decoded.includes(secret), execution.workflowId).toBe(false);
  }
  for (const secret of secrets) expect(operator.logs().includes(secret)).toBe(false);
});

async function temporal(...args: string[]): Promise<{ stdout: string }> {
  const { readFile } = await import('node:fs/promises');
  const file = `${operator.folder}/state/temporal.json`;
  const { address, binary } = JSON.parse(await readFile(file, 'utf8')) as {
    address: string;
    binary: string;
  };
  return run(binary, [...args, '--address', address], { maxBuffer: 1 << 28 });
}

/** A history as text, with every base64 payload also in clear. */
function decodePayloads(text: string): string {
  const payloads = text.match(/"data": ?"[A-Za-z0-9+/=]+"/g) ?? [];
  return text + payloads.map((each) => atob(each.replace(/^.*: ?"|"$/g, ''))).join('\n');
}
