import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';
import type { SimulatedCloud } from '../../src/simulator/cloud.ts';
import type { ServiceName } from '../../src/simulator/http/call.ts';
import { startSimulation } from '../../src/simulator/start.ts';
import type { Simulation } from '../../src/simulator/start.ts';

const PASSWORD = randomBytes(12).toString('base64url');

let simulation: Simulation;
let directory: string;

/** Two simulated clouds in the place of the lab's, under the same names and with what the suites expect to be there. */
export async function setup(project: TestProject): Promise<void> {
  const common = {
    pace: 0.02,
    zones: ['nova', 'libvirt'],
    password: PASSWORD,
    volumeGbBytes: 1024 * 1024,
  };
  simulation = await startSimulation({
    clouds: [
      { ...common, name: 'src' },
      { ...common, name: 'dst' },
    ],
  });
  directory = await mkdtemp(join(tmpdir(), 'pumphouse-simulated-'));
  const file = join(directory, 'clouds.yaml');
  await writeFile(file, simulation.cloudsYaml, { mode: 0o600 });
  // Of this project's workers alone: other projects of the same run have other clouds.
  project.config.env = { ...project.config.env, OS_CLIENT_CONFIG_FILE: file };
  for (const cloud of simulation.clouds) await prepare(cloud);
}

export async function teardown(): Promise<void> {
  await simulation.close();
  await rm(directory, { recursive: true, force: true });
}

type Post = (service: ServiceName, path: string, body: unknown) => Promise<string>;

/** What operators have set up, and a few of everything: pages need something to be cut. */
async function prepare(cloud: SimulatedCloud): Promise<void> {
  const token = await logIn(cloud);
  const post: Post = async (service, path, body) => {
    const made = await ask(cloud, { token, service, method: 'POST', path, body });
    return made.id;
  };
  const external = {
    name: 'public',
    'router:external': true,
    'provider:network_type': 'flat',
    'provider:physical_network': 'public',
  };
  await makeNetwork(post, external, { cidr: '203.0.113.0/24', enable_dhcp: false });
  const inside = await makeNetwork(post, { name: 'inside' }, { cidr: '10.0.0.0/24' });
  const image = await makeImage(cloud, { token, post });
  const servers: string[] = [];
  for (const name of ['small', 'medium', 'large']) {
    const flavor = { name, ram: 128, vcpus: 1, disk: 1 };
    const flavorRef = await post('compute', '/v2.1/flavors', { flavor });
    const server = { name, flavorRef, imageRef: image, networks: [{ uuid: inside }] };
    servers.push(await post('compute', '/v2.1/servers', { server }));
    await post('volume', '/v3/volumes', { volume: { name, size: 1 } });
    await post('identity', '/v3/users', { user: { name } });
    await post('image', '/v2/images', { name });
  }
  for (const id of servers) await untilActive(cloud, { token, id });
}

async function logIn({ origins }: SimulatedCloud): Promise<string> {
  const domain = { id: 'default' };
  const user = { name: 'admin', domain, password: PASSWORD };
  const answer = await fetch(`${origins.identity}/v3/auth/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      auth: {
        identity: { methods: ['password'], password: { user } },
        scope: { project: { name: 'admin', domain } },
      },
    }),
  });
  return answer.headers.get('x-subject-token') ?? '';
}

interface Asked {
  readonly token: string;
  readonly service: ServiceName;
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

interface Thing {
  readonly id: string;
  readonly status?: string;
}

/** @throws Error where the cloud refuses: nothing can be tested on half a cloud */
async function ask(cloud: SimulatedCloud, asked: Asked): Promise<Thing> {
  const { token, service, method, path, body } = asked;
  const answer = await fetch(`${cloud.origins[service]}${path}`, {
    method,
    headers: { 'X-Auth-Token': token, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${cloud.name}: ${method} ${path}: ${answer.status} ${text}`);
  const thing = JSON.parse(text) as Thing | Record<string, Thing>;
  return 'id' in thing ? (thing as Thing) : (Object.values(thing)[0] as Thing);
}

async function makeNetwork(post: Post, network: object, subnet: object): Promise<string> {
  const id = await post('network', '/v2.0/networks', { network });
  await post('network', '/v2.0/subnets', {
    subnet: { network_id: id, ip_version: 4, ...subnet },
  });
  return id;
}

async function makeImage(
  { origins }: SimulatedCloud,
  { token, post }: { readonly token: string; readonly post: Post },
): Promise<string> {
  const id = await post('image', '/v2/images', {
    name: 'lab-boot',
    disk_format: 'qcow2',
    container_format: 'bare',
    visibility: 'public',
    min_disk: 1,
    min_ram: 64,
    hw_disk_bus: 'virtio',
  });
  await fetch(`${origins.image}/v2/images/${id}/file`, {
    method: 'PUT',
    headers: { 'X-Auth-Token': token, 'Content-Type': 'application/octet-stream' },
    body: new Uint8Array(randomBytes(64 * 1024)),
  });
  return id;
}

async function untilActive(
  cloud: SimulatedCloud,
  { token, id }: { readonly token: string; readonly id: string },
): Promise<void> {
  const deadline = Date.now() + 60_000;
  let status: string | undefined;
  while (status !== 'ACTIVE') {
    if (Date.now() > deadline) throw new Error(`${cloud.name}: server ${id} stays ${status}`);
    await sleep(20);
    const path = `/v2.1/servers/${id}`;
    ({ status } = await ask(cloud, { token, service: 'compute', method: 'GET', path }));
  }
}
