import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { InventoryItem } from '../../src/activities/inventory.ts';
import { referenceKey } from '../../src/model/reference.ts';
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
async function inventory(...argv: string[]): Promise<Ended> {
  const child = start(argv);
  const texts = { out: '', error: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (texts.error += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...texts };
}

function start(argv: readonly string[]): ReturnType<typeof spawn> & {
  readonly stdout: NodeJS.ReadableStream;
  readonly stderr: NodeJS.ReadableStream;
} {
  const args = ['--import', 'tsx', 'src/client.ts', 'inventory', ...argv];
  return spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
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
    dependsOn: [],
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
