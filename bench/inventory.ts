/**
 * How much memory `pumphouse inventory` takes of a large cloud: the built command, in a process of its own, against a simulated
 * cloud, with ever more servers. See README.md.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Cloud, Service } from '../src/openstack/cloud.ts';
import { openCloud } from '../src/openstack/open-cloud.ts';
import { startSimulation } from '../src/simulator/start.ts';
import { table } from './figures.ts';

/** Servers of one create call. */
const AT_ONCE = 250;
const { values } = parseArgs({
  options: {
    servers: { type: 'string', default: '100,1000,10000' },
    /** Networks, and so ports, a server. */
    nics: { type: 'string', default: '2' },
    /** MiB: the most that the command may keep alive; Node's own limit where absent. */
    heap: { type: 'string' },
  },
});
const sizes = values.servers.split(',').map(Number);
const OUTPUTS = [
  ['counts', []],
  ['-o json', ['-o', 'json']],
  ['-k server -o json', ['-k', 'server', '-o', 'json']],
  ['-k server, rows', ['-k', 'server']],
  ['-o dot, with dependencies', ['-o', 'dot']],
] as const;

const folder = await mkdtemp(join(tmpdir(), 'pumphouse-bench-'));
const simulation = await startSimulation({ clouds: [{ name: 'large', pace: 0.01 }] });
const file = join(folder, 'clouds.yaml');
await writeFile(file, simulation.cloudsYaml, { mode: 0o600 });
const environment = { ...process.env, OS_CLIENT_CONFIG_FILE: file };
const cloud = await openCloud('large', { environment });
try {
  const body = await prepare(cloud);
  const rows = [['', ...sizes.flatMap((size) => [`${size} servers`, 's', 'elements'])]];
  const cells = new Map<string, string[]>();
  let made = 0;
  for (const size of sizes) {
    for (; made < size; made += Math.min(AT_ONCE, size - made)) {
      const number = Math.min(AT_ONCE, size - made);
      const server = { ...body, min_count: number, max_count: number };
      await post(cloud, 'compute', '/servers', { server });
    }
    for (const [name, options] of OUTPUTS) {
      const { mib, seconds, elements } = await measure(['inventory', 'large', ...options]);
      const cell = [`${Math.round(mib)} MiB`, seconds.toFixed(1), String(elements)];
      cells.set(name, [...(cells.get(name) ?? []), ...cell]);
    }
  }
  for (const [name, measured] of cells) rows.push([name, ...measured]);
  console.log(`Largest resident memory of the command's process\n\n${table(rows)}`);
} finally {
  cloud.close();
  await simulation.close();
  await rm(folder, { recursive: true, force: true });
}

interface Measured {
  readonly mib: number;
  readonly seconds: number;
  /** Lines of the output. */
  readonly elements: number;
}

async function measure(argv: readonly string[]): Promise<Measured> {
  const output = join(folder, 'output');
  const began = performance.now();
  const limit = values.heap === undefined ? [] : [`--max-old-space-size=${values.heap}`];
  const child = spawn(process.execPath, [...limit, 'dist/client.js', ...argv], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const watched = (async () => {
    let peak = 0;
    // The kernel keeps the peak; it is gone with the process.
    while (child.exitCode === null) {
      peak = (await peakKib(child.pid)) ?? peak;
      await setTimeout(20);
    }
    return peak / 1024;
  })();
  const written = pipeline(child.stdout, createWriteStream(output));
  const [code] = (await once(child, 'exit')) as [number | null];
  await written;
  if (code !== 0) throw new Error(`pumphouse ${argv.join(' ')} ended with ${code}`);
  const seconds = (performance.now() - began) / 1000;
  let elements = 0;
  for await (const line of createInterface({ input: createReadStream(output) })) {
    if (line !== '') elements += 1;
  }
  return { mib: await watched, seconds, elements };
}

/** `VmHWM`, in KiB; undefined where the process has ended. */
async function peakKib(pid: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const found = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return found === undefined ? undefined : Number(found);
}

async function post(to: Cloud, service: Service, path: string, body: object): Promise<string> {
  const schema = z.record(z.string(), z.looseObject({ id: z.string() }));
  const answer = await to.request(service, { method: 'POST', path, body, schema });
  return Object.values(answer)[0]?.id ?? '';
}

/** What every server is made with. */
async function prepare(to: Cloud): Promise<object> {
  const { projectId = '' } = await to.identity();
  const limits = { instances: -1, cores: -1, ram: -1 };
  const path = `/os-quota-sets/${projectId}`;
  await to.call('compute', { method: 'PUT', path, body: { quota_set: limits } });
  const quota = { port: -1, network: -1, subnet: -1 };
  await to.call('network', { method: 'PUT', path: `/quotas/${projectId}`, body: { quota } });
  const flavor = { name: 'small', ram: 64, vcpus: 1, disk: 1 };
  const image = await to.request('image', {
    method: 'POST',
    path: '/images',
    body: { name: 'small', disk_format: 'raw', container_format: 'bare' },
    schema: z.looseObject({ id: z.string() }),
  });
  await to.upload('image', {
    path: `/images/${image.id}/file`,
    body: Readable.from([Buffer.from('some bytes')]),
  });
  const networks: object[] = [];
  for (let index = 0; index < Number(values.nics); index++) {
    const network_id = await post(to, 'network', '/networks', { network: { name: `net${index}` } });
    const cidr = `10.${index}.0.0/16`;
    await post(to, 'network', '/subnets', { subnet: { network_id, cidr, ip_version: 4 } });
    networks.push({ uuid: network_id });
  }
  const flavorRef = await post(to, 'compute', '/flavors', { flavor });
  return { name: 'many', flavorRef, imageRef: image.id, networks };
}
