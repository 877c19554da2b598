import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { CANARY_DESCRIPTION, CANARY_METADATA } from '../../src/activities/canary/mark.ts';
import { propertiesOf } from '../../src/activities/canary/properties.ts';
import { canaryThings, removeThing } from '../../src/activities/canary/remove.ts';
import { runCanary } from '../../src/activities/canary/run.ts';
import type {
  CanaryOutcome,
  CanaryReport,
  CanaryRequest,
} from '../../src/activities/canary/run.ts';
import type { PlanItem } from '../../src/model/plan.ts';
import { networks } from '../../src/resources/network/schema.ts';
import { createOne } from '../../src/resources/neutron/collection.ts';
import { subnets } from '../../src/resources/subnet/schema.ts';
import { faultProxy } from '../lab/harness/fault-proxy.ts';
import { makeImage } from './image-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';

let lab: Lab;
let image: string;
let flavor: string;
let folder: string;
beforeAll(async () => {
  lab = await openLab();
  const { destination } = lab;
  image = await makeImage(lab, destination, { name: lab.run, visibility: 'public' });
  flavor = await makeFlavor(lab.run, 128);
  folder = await mkdtemp(join(tmpdir(), 'pumphouse-canary-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await lab?.end();
});

function makeFlavor(name: string, ram: number): Promise<string> {
  const body = { flavor: { name, ram, vcpus: 1, disk: 1 } };
  return lab.make(lab.destination, 'compute', { path: '/flavors', body });
}

function canary(change: Partial<CanaryRequest> = {}): Promise<CanaryReport> {
  return runCanary({
    destination: lab.destination,
    plan: { items: [] },
    image,
    flavor,
    signal: new AbortController().signal,
    onStep: () => undefined,
    ...change,
  });
}

const item: PlanItem = {
  key: '',
  kind: 'image',
  name: '',
  dependsOn: [],
  action: 'create',
  reason: '',
};

const told = ({ steps }: CanaryReport): string[] =>
  steps.map(
    ({ what, ok, error }) => `${ok ? '✓' : '✗'} ${what}${error === undefined ? '' : `: ${error}`}`,
  );

const things = async (): Promise<string[]> =>
  (await canaryThings(lab.destination)).map(({ kind, name }) => `${kind} ${name}`);

test('a canary makes a server with network and volume, and leaves nothing', async () => {
  const report = await canary();
  expect(told(report)).toEqual([
    '✓ an image and a flavor are chosen',
    '✓ a network, a subnet and a port',
    '✓ a volume of 1 GiB',
    `✓ a server of ${lab.run}, booted from ${lab.run}`,
    '✓ its port is wired to its host',
    '✓ the volume is attached to it',
    '✓ all of it is removed again',
  ]);
  expect(report).toMatchObject({ ok: true, interrupted: false });
  expect(await things()).toEqual([]);
});

test('it asks once for every property of the images to be copied, and says which is refused', async () => {
  const source = await makeImage(lab, lab.source, { name: lab.run, acme_tier: 'gold' });
  const plan = { items: [{ ...item, key: `image/${source}` }] };
  const properties = await propertiesOf(lab.source, plan);
  expect(properties).toEqual({ acme_tier: 'gold' });
  expect(told(await canary({ properties }))).toContain(
    '✓ every property of the images to be copied (1)',
  );
  const report = await canary({ properties: { ...properties, kernel_id: 'no id' } });
  expect(report.ok).toBe(false);
  expect(told(report).at(-1)).toMatch(/^✗ every property of the images .*kernel_id/);
  expect(await things()).toEqual([]);
});

test('interrupted at any step, it makes no more and leaves nothing', async () => {
  for (const at of ['a network', 'a volume', 'a server']) {
    const controller = new AbortController();
    const onStep = ({ what }: CanaryOutcome): void => {
      if (what.startsWith(at)) controller.abort();
    };
    const report = await canary({ signal: controller.signal, onStep });
    expect(report).toMatchObject({ ok: false, interrupted: true });
    expect(told(report).at(-2)).toMatch(/^✗ .*: interrupted$/);
    expect(told(report).at(-1)).toBe('✓ all of it is removed again');
  }
  expect(await things()).toEqual([]);
});

test('a server that cannot be built fails the canary with the cloud’s words, and leaves nothing', async () => {
  const report = await canary({ flavor: await makeFlavor(`${lab.run}-huge`, 8 * 1024 * 1024) });
  expect(report).toMatchObject({ ok: false, interrupted: false });
  expect(told(report).at(-2)).toMatch(/^✗ a server of .*-huge, booted from .*: .*dst/);
  expect(await things()).toEqual([]);
});

test('where there is no image and no flavor yet, it makes its own, and removes them too', async () => {
  const { destination } = lab;
  // As a cloud that nobody has put anything into: what others than the canary made is left out of its lists.
  const bare = {
    ...destination,
    async *list(...[service, options]: Parameters<typeof destination.list>) {
      const isBare = ['/images', '/flavors/detail'].includes(options.path);
      for await (const each of destination.list(service, options)) {
        const { name } = each as { name: string };
        if (!isBare || name.startsWith('pumphouse-canary-')) yield each;
      }
    },
  } as typeof destination;
  const report = await canary({ destination: bare, image: undefined, flavor: undefined });
  expect(told(report)).toContain('✓ an image of 1 MiB, since there is no public one');
  expect(told(report)).toContain('✓ a flavor, since there is no public one for it');
  expect(told(report)).toContain('✓ a server of its own flavor, booted from its own image');
  expect(report.ok).toBe(true);
  expect(await things()).toEqual([]);
});

test('an image or a flavor that is not there fails it before anything is made', async () => {
  const report = await canary({ image: 'no-such-image' });
  expect(told(report)).toEqual([
    '✗ an image and a flavor are chosen: dst has no active image no-such-image: say another with --canary-image.',
  ]);
});

test('what the plan uses already goes before what is smaller', async () => {
  const items = [image, flavor].map((destinationId, index) => ({
    key: `x/${index}`,
    kind: 'x',
    name: '',
    dependsOn: [],
    action: 'reuse' as const,
    reason: '',
    destinationId,
  }));
  await makeFlavor(`${lab.run}-least`, 64);
  const report = await canary({ plan: { items }, image: undefined, flavor: undefined });
  expect(told(report)).toContain(`✓ a server of ${lab.run}, booted from ${lab.run}`);
});

async function leave(name: string): Promise<void> {
  const { destination } = lab;
  const mark = { name, description: CANARY_DESCRIPTION };
  const network = await createOne(destination, networks, mark);
  await createOne(destination, subnets, {
    ...mark,
    network_id: network,
    cidr: '10.254.254.0/28',
    ip_version: 4,
  });
  if ((await destination.versions('volume')) === undefined) return;
  await destination.call('volume', {
    method: 'POST',
    path: '/volumes',
    body: { volume: { name, size: 1, metadata: { [CANARY_METADATA]: name } } },
  });
}

test('what an old canary left is removed first; one that is under way elsewhere keeps what it has', async () => {
  const old = `pumphouse-canary-${Date.now() - 3_600_000}-abcdef-1-1`;
  const young = `pumphouse-canary-${Date.now()}-abcdef-1-1`;
  await leave(old);
  await leave(young);
  const report = await canary({ image: 'no-such-image' });
  expect(told(report)[0]).toBe('✓ what an earlier canary left is removed');
  expect(new Set(await things())).toEqual(
    new Set(['volume', 'subnet', 'network'].map((kind) => `${kind} ${young}`)),
  );
  for (const thing of await canaryThings(lab.destination)) {
    await removeThing(lab.destination, thing, 60_000);
  }
});

/** clouds.yaml, in which the destination's Nova is elsewhere. */
async function cloudsWith(compute: string): Promise<string> {
  const path = join(folder, 'clouds.yaml');
  const text = await readFile(process.env['OS_CLIENT_CONFIG_FILE'] ?? '', 'utf8');
  const { clouds } = parse(text) as { clouds: Record<string, object> };
  const dst = { ...clouds['dst'], compute_endpoint_override: compute };
  await writeFile(path, stringify({ clouds: { ...clouds, dst } }), { mode: 0o600 });
  return path;
}

/** `pumphouse plan --canary` in a process of its own, which gets a signal when its server is made, before it hears of that. */
async function signalled(signal: NodeJS.Signals): Promise<{ code: number | null; out: string }> {
  const file = join(folder, 'spec.yaml');
  const project = await lab.makeProject(lab.source, { name: `${lab.run}-${signal}` });
  const spec = `name: ${lab.run}\nsource: src\ndestination: dst\nselect: { projects: [${project}] }\n`;
  await writeFile(file, spec);
  const compute = await faultProxy((await lab.destination.versions('compute'))?.endpoint ?? '');
  onTestFinished(() => compute.close());
  const wishes = ['--canary-image', image, '--canary-flavor', flavor];
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'src/client.ts', 'plan', '-f', file, ...wishes],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, OS_CLIENT_CONFIG_FILE: await cloudsWith(compute.url) },
    },
  );
  const happened = (): void => void child.kill(signal);
  compute.faults.push({ method: 'POST', path: /\/servers$/, kind: 'answer', times: 1, happened });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out };
}

test('Ctrl-C removes what was made, and the exit code tells of it', async () => {
  const { code, out } = await signalled('SIGINT');
  expect(out).toContain('✓ all of it is removed again');
  expect(code).toBe(130);
  expect(await things()).toEqual([]);
});

test('what a canary left that was killed is removed by the next', async () => {
  await signalled('SIGKILL');
  const left = (await things()).map((each) => each.split(' ')[0]);
  expect(left).toEqual(['server', 'volume', 'port', 'subnet', 'network']);
  const report = await canary({ image: 'no-such-image' });
  expect(told(report)[0]).toBe('✓ what an earlier canary left is removed');
  expect(await things()).toEqual([]);
});
