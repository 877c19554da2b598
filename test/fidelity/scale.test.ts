import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Cloud, ListOptions, Service } from '../../src/openstack/cloud.ts';
import { openCloud } from '../../src/openstack/open-cloud.ts';
import { startSimulation } from '../../src/simulator/start.ts';
import type { Simulation } from '../../src/simulator/start.ts';

const SERVERS = 10_000;
/** Networks, and so ports, a server. */
const NICS = 6;
const AT_ONCE = 250;
const MIB = 1024 * 1024;

let simulation: Simulation;
let cloud: Cloud;
let folder: string;

beforeAll(async () => {
  simulation = await startSimulation({ clouds: [{ name: 'large', pace: 0.01 }] });
  folder = await mkdtemp(join(tmpdir(), 'pumphouse-scale-'));
  const file = join(folder, 'clouds.yaml');
  await writeFile(file, simulation.cloudsYaml);
  cloud = await openCloud('large', { environment: { OS_CLIENT_CONFIG_FILE: file } });
});
afterAll(async () => {
  cloud.close();
  await simulation.close();
  await rm(folder, { recursive: true });
});

async function post(service: Service, path: string, body: object): Promise<string> {
  const schema = z.record(z.string(), z.looseObject({ id: z.string() }));
  const answer = await cloud.request(service, { method: 'POST', path, body, schema });
  return Object.values(answer)[0]?.id ?? '';
}

async function count(
  service: Service,
  options: Omit<ListOptions<z.ZodType>, 'schema'>,
): Promise<number> {
  let found = 0;
  for await (const each of cloud.list(service, { ...options, schema: z.unknown() })) {
    if (each !== undefined) found += 1;
  }
  return found;
}

async function prepare(): Promise<{ flavor: string; image: string; networks: string[] }> {
  const { projectId = '' } = await cloud.identity();
  const limits = { instances: -1, cores: -1, ram: -1 };
  const path = `/os-quota-sets/${projectId}`;
  await cloud.call('compute', { method: 'PUT', path, body: { quota_set: limits } });
  const quota = { port: -1, network: -1, subnet: -1 };
  await cloud.call('network', { method: 'PUT', path: `/quotas/${projectId}`, body: { quota } });
  const flavor = { name: 'small', ram: 64, vcpus: 1, disk: 1 };
  const image = await cloud.request('image', {
    method: 'POST',
    path: '/images',
    body: { name: 'small', disk_format: 'raw', container_format: 'bare' },
    schema: z.looseObject({ id: z.string() }),
  });
  await cloud.upload('image', {
    method: 'PUT',
    path: `/images/${image.id}/file`,
    body: Readable.from([Buffer.from('some bytes')]),
  });
  const networks: string[] = [];
  for (let index = 0; index < NICS; index++) {
    const network_id = await post('network', '/networks', { network: { name: `net${index}` } });
    const cidr = `10.${index}.0.0/16`;
    await post('network', '/subnets', { subnet: { network_id, cidr, ip_version: 4 } });
    networks.push(network_id);
  }
  return { flavor: await post('compute', '/flavors', { flavor }), image: image.id, networks };
}

function seconds(from: number, to: number): string {
  return `${((to - from) / 1000).toFixed(1)} s`;
}

test('a cloud of 10,000 servers and 60,000 ports is listed in pages, in less than 1 GiB', async () => {
  const { flavor, image, networks } = await prepare();
  const began = performance.now();
  for (let made = 0; made < SERVERS; made += AT_ONCE) {
    await post('compute', '/servers', {
      server: {
        name: 'many',
        flavorRef: flavor,
        imageRef: image,
        min_count: AT_ONCE,
        max_count: AT_ONCE,
        networks: networks.map((uuid) => ({ uuid })),
      },
    });
  }
  const filled = performance.now();
  const servers = await count('compute', { path: '/servers/detail', key: 'servers' });
  const listedServers = performance.now();
  const ports = await count('network', {
    path: '/ports',
    key: 'ports',
    query: { fields: ['id', 'device_id', 'fixed_ips'] },
    pageSize: 1000,
  });
  const listedPorts = performance.now();
  const rss = process.memoryUsage().rss;
  console.log(
    `${servers} servers with ${ports} ports made in ${seconds(began, filled)}; servers listed in ` +
      `${seconds(filled, listedServers)}, ports in ${seconds(listedServers, listedPorts)}; ${Math.round(rss / MIB)} MiB`,
  );
  expect(servers).toBe(SERVERS);
  expect(ports).toBeGreaterThanOrEqual(SERVERS * NICS);
  expect(rss).toBeLessThan(1024 * MIB);
});
