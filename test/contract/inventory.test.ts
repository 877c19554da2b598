import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { InventoryItem } from '../../src/activities/inventory.ts';
import { referenceKey } from '../../src/model/reference.ts';
import { loadCloudConfig } from '../../src/openstack/clouds-yaml.ts';
import { collect } from '../../src/resources/collect.ts';
import { KINDS, kindOf } from '../../src/resources/registry.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { makeGround, makeNeutron } from './neutron-lab.ts';
import type { Ground } from './neutron-lab.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Would be a secret: no inventory shows more than names and ids. */
const SECRET = 'hunter2-in-a-description';

let lab: Lab;
let ground: Ground;
let group: string;

beforeAll(async () => {
  lab = await openLab();
  ground = await makeGround(lab);
  const common = { project_id: ground.project, description: SECRET };
  group = await makeNeutron(lab, lab.source, 'security_group', { name: 'web "1"', ...common });
});
afterAll(() => lab?.end());

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** Runs `pumphouse inventory` as an operator would: a process of its own. */
async function inventory(...words: (string | NodeJS.ProcessEnv)[]): Promise<Ended> {
  const child = start(
    words.filter((each) => typeof each === 'string'),
    words.find((each) => typeof each !== 'string'),
  );
  const texts = { out: '', error: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (texts.error += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...texts };
}

function start(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): ReturnType<typeof spawn> & {
  readonly stdout: NodeJS.ReadableStream;
  readonly stderr: NodeJS.ReadableStream;
} {
  const args = ['--import', 'tsx', 'src/client.ts', 'inventory', ...argv];
  return spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

test('a project is listed as valid JSON, with what each of its resources needs, and no field beyond names and ids', async () => {
  const argv = ['src', '--project', lab.run, '--dependencies', '-o', 'json'];
  const { code, out, error } = await inventory(...argv);
  expect({ code, error }).toEqual({ code: 0, error: '' });
  const items = JSON.parse(out) as InventoryItem[];
  const { project, network, subnet } = ground;
  expect(items).toContainEqual({
    key: `project/${project}`,
    kind: 'project',
    id: project,
    name: lab.run,
    dependsOn: ['domain/default'],
  });
  expect(items).toContainEqual({
    key: `subnet/${subnet}`,
    kind: 'subnet',
    id: subnet,
    name: 'front-v4',
    project,
    dependsOn: [`network/${network}`],
  });
  expect(items.map(({ key }) => key)).toContain(`security-group/${group}`);
  expect(new Set(items.map((each) => each.project))).toEqual(new Set([undefined, project]));
  expect(out).not.toContain(SECRET);
});

test('yaml says what json says', async () => {
  const argv = ['src', '--project', lab.run, '-k', 'network', '-k', 'subnet'];
  const json = await inventory(...argv, '-o', 'json');
  const yaml = await inventory(...argv, '-o', 'yaml');
  expect(parse(yaml.out)).toEqual(JSON.parse(json.out));
  expect(parse(yaml.out)).toHaveLength(2);
});

test('what there is none of is an empty list for programs', async () => {
  const argv = ['src', '--project', lab.run, '--kind', 'server'];
  expect((await inventory(...argv, '-o', 'json')).out).toBe('[]\n');
  expect((await inventory(...argv, '-o', 'yaml')).out).toBe('[]\n');
});

test('dot draws what needs what, whatever a name looks like', async () => {
  const { out, code } = await inventory('src', '-p', ground.project, '-o', 'dot');
  expect(code).toBe(0);
  const { project, network, subnet } = ground;
  expect(out).toMatch(/^digraph "src" \{\n[^]*\n\}\n$/);
  expect(out).toContain(`  "security-group/${group}" [label="security-group\\nweb \\"1\\""];\n`);
  expect(out).toContain(`  "subnet/${subnet}" -> "network/${network}";\n`);
  expect(out).toContain(`  "network/${network}" -> "project/${project}";\n`);
});

test('the table counts every kind, and with --kind has a row for each resource', async () => {
  const counts = await inventory('src', '--project', lab.run);
  expect(counts.out).toMatch(/^KIND +COUNT$/m);
  expect(counts.out).toMatch(/^network +1$/m);
  const rows = await inventory('src', '--project', lab.run, '--kind', 'network', '--dependencies');
  expect(rows.out.split('\n')[0]?.split(/ +/)).toEqual(['KIND', 'NAME', 'ID', 'PROJECT', 'NEEDS']);
  expect(rows.out.split('\n')[1]?.split(/ +/)).toEqual([
    'network',
    'front',
    ground.network,
    lab.run,
    'project',
  ]);
});

test('a whole cloud is listed: every kind, and what each kind lists', async () => {
  const { out, code } = await inventory('dst', '-o', 'json');
  expect(code).toBe(0);
  const keys = new Set((JSON.parse(out) as InventoryItem[]).map(({ key }) => key));
  // Other tests make and remove their own meanwhile.
  const users = await collect(
    kindOf('user').list(lab.destination, {}),
    ({ name }) => !name.startsWith('contract-'),
  );
  expect(users.length).toBeGreaterThan(0);
  for (const { id } of users) expect(keys).toContain(referenceKey({ kind: 'user', id }));
});

test('what a login may not list is told, counted as unknown, and a failure of the command', async () => {
  const path = await cloudsOfMember();
  const { code, out, error } = await inventory('member', { OS_CLIENT_CONFIG_FILE: path });
  expect(code).toBe(1);
  expect(error).toMatch(/^pumphouse: user: not listed: member: identity: .*403/m);
  expect(out).toMatch(/^user +\?$/m);
  expect(out).toMatch(/^network +[1-9]/m);
});

/** A clouds.yaml with the login of a plain member of the project. */
async function cloudsOfMember(): Promise<string> {
  const { source, run } = lab;
  const password = randomBytes(12).toString('base64url');
  const user = { name: run, domain_id: 'default', password };
  const id = await lab.make(source, 'identity', { path: '/users', body: { user } });
  const roles = { path: '/roles', key: 'roles', schema: z.looseObject({ id: z.string() }) };
  const [role] = await collect(source.list('identity', { ...roles, query: { name: 'member' } }));
  const grant = `/projects/${ground.project}/users/${id}/roles/${role?.id}`;
  await source.call('identity', { method: 'PUT', path: grant });
  const { authUrl, region } = await loadCloudConfig('src', {
    environment: process.env,
    workingDirectory: process.cwd(),
  });
  const folder = await mkdtemp(join(tmpdir(), 'pumphouse-inventory-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const auth = { auth_url: authUrl, user_id: id, password, project_id: ground.project };
  const path = join(folder, 'clouds.yaml');
  await writeFile(path, stringify({ clouds: { member: { region_name: region, auth } } }));
  return path;
}

test('a reader that has enough ends it quietly', async () => {
  const child = start(['src', '-o', 'json']);
  let error = '';
  child.stderr.on('data', (chunk: Buffer) => (error += chunk.toString()));
  child.stdout.once('data', () => (child.stdout as unknown as { destroy(): void }).destroy());
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ code, error }).toEqual({ code: 0, error: '' });
});

test('a kind, project or combination that is none is told with what there is, and lists nothing', async () => {
  const kind = await inventory('src', '--kind', 'servers');
  expect(kind).toMatchObject({ code: 2, out: '' });
  for (const each of KINDS) expect(kind.error).toContain(each.kind);
  const project = await inventory('src', '--project', 'no such project');
  expect(project).toMatchObject({ code: 2, out: '' });
  expect(project.error).toContain('src has no project no such project');
  const flavors = await inventory('src', '--project', lab.run, '--kind', 'flavor');
  expect(flavors).toMatchObject({ code: 2, out: '' });
  expect(flavors.error).toContain('A flavor belongs to no project');
});
