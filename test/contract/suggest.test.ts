import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { makePlan } from '../../src/activities/make-plan.ts';
import { suggestMappings } from '../../src/activities/suggest.ts';
import type { Suggestion } from '../../src/activities/suggestion.ts';
import { renderSuggestions } from '../../src/cli/output/suggestions.ts';
import { specSchema } from '../../src/model/spec.ts';
import type { Spec } from '../../src/model/spec.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { image as imageKind } from '../../src/resources/image/index.ts';
import { makeImage } from './image-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { makeExternal, makeNeutron } from './neutron-lab.ts';
import { existing } from './resource-kind.suite.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RANGE = '10.87.0.0/24';

let lab: Lab;
let folder: string;
let spec: Spec;
let suggestions: Suggestion[];
/** In the destination. */
let network: string;

beforeAll(async () => {
  lab = await openLab();
  folder = await mkdtemp(join(tmpdir(), 'pumphouse-suggest-'));
  const { source, destination, run } = lab;
  const projects = [await lab.makeProject(source), await lab.makeProject(destination)];
  for (const [cloud, project_id] of [
    [source, projects[0]],
    [destination, projects[1]],
  ] as const) {
    await makeNeutron(lab, cloud, 'security_group', { name: `${run}-web`, project_id });
    const id = await makeNeutron(lab, cloud, 'network', { name: `${run}-front`, project_id });
    await makeNeutron(lab, cloud, 'subnet', {
      name: cloud === source ? `${run}-here` : `${run}-there`,
      network_id: id,
      project_id,
      cidr: RANGE,
      ip_version: 4,
    });
    if (cloud === destination) network = id;
  }
  await makeExternal(lab, `${run}-out`);
  await makeFlavor(source, `${run}-alike`, { ram: 97, vcpus: 3 });
  await makeFlavor(destination, `${run}-same-sizes`, { ram: 97, vcpus: 3 });
  await makeFlavor(source, `${run}-named`, { ram: 98, vcpus: 3 });
  await makeFlavor(destination, `${run}-named`, { ram: 99, vcpus: 3 });
  await makeFlavor(source, `${run}-twice`, { ram: 101, vcpus: 3 });
  await makeFlavor(destination, `${run}-one`, { ram: 101, vcpus: 3 });
  await makeFlavor(destination, `${run}-two`, { ram: 101, vcpus: 3 });
  await makeFlavor(source, `${run}-unheard`, { ram: 102, vcpus: 3 });
  for (const cloud of [source, destination]) await makeImage(lab, cloud, { name: `${run}-image` });
  await makeUser(source, 'default');
  await makeUser(destination, await makeDomain());
  spec = specSchema.parse(words());
  suggestions = await suggestMappings(spec, lab);
}, 240_000);
afterAll(async () => {
  await lab?.end();
  await rm(folder, { recursive: true, force: true });
});

function words(mappings: object = {}): object {
  const include = [{ project: [lab.run] }, { name: [`${lab.run}*`] }];
  const clouds = { source: 'src', destination: 'dst' };
  return { name: lab.run, ...clouds, strategy: 'all', include, mappings };
}

async function makeFlavor(cloud: Cloud, name: string, sizes: object): Promise<void> {
  const flavor = { name, disk: 7, ...sizes };
  await lab.make(cloud, 'compute', { path: '/flavors', body: { flavor } });
}

async function makeUser(cloud: Cloud, domain_id: string): Promise<void> {
  const user = { name: `${lab.run}-user`, domain_id };
  await lab.make(cloud, 'identity', { path: '/users', body: { user } });
}

/** Of the destination; it is disabled before it can be removed. */
async function makeDomain(): Promise<string> {
  const body = { domain: { name: `${lab.run}-domain` } };
  const id = await lab.make(lab.destination, 'identity', { path: '/domains', body });
  const path = `/domains/${id}`;
  lab.atEnd(() =>
    lab.destination.call('identity', {
      method: 'PATCH',
      path,
      body: { domain: { enabled: false } },
    }),
  );
  return id;
}

function likely(kind: string, name: string): string {
  const found = suggestions.find((each) => each.kind === kind && each.name === name);
  return `${found?.best?.name ?? 'nothing'}: ${found?.best?.same.join(', ')}`;
}

function doubtful(kind: string, name: string): string[] {
  const found = suggestions.find((each) => each.kind === kind && each.name === name);
  expect(found?.best).toBeUndefined();
  return (found?.others ?? [])
    .map(
      (each) =>
        `${each.name}: ${each.same.join(', ')}${each.doubts.map((doubt) => ` but ${doubt}`).join('')}`,
    )
    .toSorted();
}

test('what is alike in name, sizes, contents, range or domain is suggested, and why', async () => {
  const { run } = lab;
  expect(likely('flavor', `${run}-alike`)).toBe(`${run}-same-sizes: same vcpus, ram, disk`);
  expect(likely('security-group', `${run}-web`)).toBe(`${run}-web: same name, same project`);
  expect(likely('network', `${run}-front`)).toBe(`${run}-front: same name, same range (${RANGE})`);
  expect(likely('network', `${run}-out`)).toBe(
    `${run}-out: same name, same range (198.51.100.0/24)`,
  );
  expect(likely('user', `${run}-user`)).toBe(`${run}-user: same name, in domain ${run}-domain`);
});

test('a subnet is looked for in the network that is suggested for its own', () => {
  expect(likely('subnet', `${lab.run}-here`)).toBe(`${lab.run}-there: same range (${RANGE})`);
});

test('what several are alike to, or something speaks against, is left to the operator', () => {
  const { run } = lab;
  expect(doubtful('flavor', `${run}-twice`)).toEqual([
    `${run}-one: same vcpus, ram, disk`,
    `${run}-two: same vcpus, ram, disk`,
  ]);
  expect(doubtful('flavor', `${run}-named`)).toEqual([`${run}-named: same name but ram 98 → 99`]);
});

test('what the destination has nothing like, and what the plan reuses by itself, is not spoken of', () => {
  const { run } = lab;
  expect(suggestions.filter(({ name }) => name === `${run}-unheard`)).toEqual([]);
  expect(suggestions.filter(({ kind }) => kind === 'project')).toEqual([]);
});

test('the suggestion is YAML that says why beside each line, and the plan follows it once it stands in the spec', async () => {
  const { run } = lab;
  const text = renderSuggestions(spec, suggestions);
  expect(text).toContain(`    ${run}-alike: ${run}-same-sizes # same vcpus, ram, disk\n`);
  expect(text).toContain(`    # ${run}-twice: ${run}-two # same vcpus, ram, disk\n`);
  expect(text).toContain(`    # ${run}-named: ${run}-named # same name, but ram 98 → 99\n`);
  const { mappings } = parse(text) as { mappings: Spec['mappings'] };
  const plan = await makePlan(specSchema.parse(words(mappings)), lab);
  const reused = plan.items.filter(({ reason }) => reason === 'mapped by the spec');
  expect(reused.map(({ name }) => name.slice(run.length + 1))).toEqual(
    expect.arrayContaining(['alike', 'web', 'front', 'out', 'here', 'user']),
  );
  const front = plan.items.find(({ name }) => name === `${run}-front`);
  expect(front?.destinationId).toBe(network);
});

test('an image of the same name is suggested where its bytes are the same, and else doubted', async () => {
  const { run, source, destination } = lab;
  const [here, there] = await Promise.all(
    [source, destination].map(async (cloud) => {
      const found = [];
      for await (const each of imageKind.list(cloud, {})) {
        if (each.name === `${run}-image`) found.push(each.id);
      }
      return existing(imageKind, cloud, found[0] ?? '');
    }),
  );
  if (here === undefined || there === undefined) throw new Error('the images are gone');
  const context = { source, destination, ids: {} };
  const publicOne = { ...there, visibility: 'public' };
  const other = { ...publicOne, hash: 'another', checksum: 'another' };
  expect(await imageKind.likeness?.(context, here, { ...publicOne, hash: here.hash })).toEqual({
    same: ['same name', 'same sha512'],
    doubts: [],
  });
  expect(await imageKind.likeness?.(context, here, other)).toEqual({
    same: ['same name'],
    doubts: ['other contents'],
  });
});

const flavors = (written: string): unknown =>
  (parse(written) as { mappings: Spec['mappings'] }).mappings.flavor;

test('plan --suggest writes a new file, and replaces one only by --force', async () => {
  const [from, to] = [join(folder, 'spec.yaml'), join(folder, 'map.yaml')];
  await writeFile(from, stringify(words()));
  const first = await plan('-f', from, '--suggest', to);
  expect(first).toMatchObject({ code: 0, out: '' });
  expect(first.error).toContain('map.yaml: ');
  const text = await readFile(to, 'utf8');
  expect((parse(text) as { mappings: Spec['mappings'] }).mappings.flavor).toMatchObject({
    [`${lab.run}-alike`]: `${lab.run}-same-sizes`,
  });
  await writeFile(to, 'edited: by hand\n');
  const second = await plan('-f', from, '--suggest', to);
  expect(second).toMatchObject({ code: 2, out: '' });
  expect(second.error).toContain('is there already: say --force to replace it');
  expect(await readFile(to, 'utf8')).toBe('edited: by hand\n');
  expect(await plan('-f', from, '--suggest', to, '--force')).toMatchObject({ code: 0 });
  // What tests beside this one have in the meantime is suggested, too.
  expect(flavors(await readFile(to, 'utf8'))).toEqual(flavors(text));
});

async function plan(
  ...argv: string[]
): Promise<{ code: number | null; out: string; error: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/client.ts', 'plan', ...argv], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { out: '', error: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (texts.error += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...texts };
}
