import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { makePlan } from '../../../../src/activities/make-plan.ts';
import type { Concern } from '../../../../src/model/concern.ts';
import { specSchema } from '../../../../src/model/spec.ts';
import type { Cloud } from '../../../../src/openstack/cloud.ts';
import { openCloud } from '../../../../src/openstack/open-cloud.ts';
import { kindOf } from '../../../../src/resources/registry.ts';
import { startSimulation } from '../../../../src/simulator/start.ts';
import type { Simulation } from '../../../../src/simulator/start.ts';

// A source with extensions, and destinations that lack them, or have them and do not use them.
const DNS = ['dns-integration', 'dns-domain-ports', 'subnet-dns-publish-fixed-ip'];

let simulation: Simulation;
let directory: string;
let source: Cloud;
let bare: Cloud;
let forgetful: Cloud;
let busy: Cloud;
let network: string;
/** All requests: cloud and URL. */
const asked: string[] = [];

beforeAll(async () => {
  simulation = await startSimulation({
    clouds: [
      { name: 'source', pace: 0.01 },
      {
        name: 'bare',
        pace: 0.01,
        extensionsLeftOut: [...DNS, 'port-device-profile', 'l3-conntrack-helper'],
      },
      { name: 'forgetful', pace: 0.01, dnsDomain: 'openstacklocal.' },
      { name: 'busy', pace: 0.01, dnsDomain: 'openstacklocal.' },
    ],
  });
  directory = await mkdtemp(join(tmpdir(), 'pumphouse-extensions-'));
  const file = join(directory, 'clouds.yaml');
  await writeFile(file, simulation.cloudsYaml);
  const environment = { OS_CLIENT_CONFIG_FILE: file };
  const open = (name: string): Promise<Cloud> =>
    openCloud(name, {
      environment,
      onRequest: ({ cloud, url }) => void asked.push(`${cloud} ${url}`),
    });
  [source, bare, forgetful, busy] = await Promise.all([
    open('source'),
    open('bare'),
    open('forgetful'),
    open('busy'),
  ]);
  network = await make(source, 'network', {});
});
afterAll(async () => {
  for (const cloud of [source, bare, forgetful, busy]) cloud.close();
  await simulation.close();
  await rm(directory, { recursive: true, force: true });
});

function askedOfBusy(words: string): string[] {
  return asked.filter((each) => each.startsWith('busy ') && each.includes(words));
}

async function make(cloud: Cloud, one: string, body: object): Promise<string> {
  const schema = z.object({ [one]: z.looseObject({ id: z.string() }) });
  const path = `/${one}s`;
  const answer = await cloud.request('network', {
    method: 'POST',
    path,
    body: { [one]: body },
    schema,
  });
  return answer[one]?.id ?? '';
}

/** What a plan says of a source resource. */
async function concernsOf(
  kind: string,
  id: string,
  destination: Cloud,
): Promise<readonly Concern[]> {
  const of = kindOf(kind);
  const resource = await of.get(source, id);
  const context = { source, destination: { ...destination }, ids: {}, mappings: {} };
  return (await of.concerns?.(context, resource!)) ?? [];
}

test('a subnet that publishes its addresses needs the extension; one that does not needs none', async () => {
  const range = { network_id: network, ip_version: 4 };
  const published = await make(source, 'subnet', {
    ...range,
    cidr: '10.1.0.0/24',
    dns_publish_fixed_ip: true,
  });
  const plain = await make(source, 'subnet', { ...range, cidr: '10.2.0.0/24' });
  expect(await concernsOf('subnet', published, bare)).toMatchObject([
    {
      severity: 'blocker',
      code: 'extension-missing',
      message: expect.stringContaining('subnet-dns-publish-fixed-ip'),
    },
  ]);
  expect(await concernsOf('subnet', published, forgetful)).toEqual([]);
  expect(await concernsOf('subnet', plain, bare)).toEqual([]);
});

test('a port with a domain of its own needs the extension, and a cloud that keeps what it takes', async () => {
  const named = await make(source, 'port', { network_id: network, dns_domain: 'web.example.' });
  const plain = await make(source, 'port', { network_id: network });
  expect(await concernsOf('port', named, bare)).toMatchObject([
    {
      severity: 'blocker',
      code: 'extension-missing',
      message: expect.stringContaining('dns-domain-ports'),
    },
  ]);
  // Without a port nothing shows what it keeps.
  expect(await concernsOf('port', named, forgetful)).toEqual([]);
  const there = await make(forgetful, 'network', {});
  await make(forgetful, 'subnet', { network_id: there, ip_version: 4, cidr: '10.3.0.0/24' });
  await make(forgetful, 'port', { network_id: there });
  expect(await concernsOf('port', named, forgetful)).toMatchObject([
    { severity: 'blocker', code: 'port-dns-dropped' },
  ]);
  for (const cloud of [bare, forgetful]) {
    expect(await concernsOf('port', plain, cloud)).toEqual([]);
  }
});

test('that the DNS name of a floating IP may be forgotten is told where no name shows that the cloud keeps them', async () => {
  const named = { id: 'f', name: '192.0.2.9', dns_name: 'www', dns_domain: 'example.' };
  const codes = async (destination: Cloud, address: object): Promise<string[]> => {
    const context = { source, destination, ids: {}, mappings: {} };
    const found = await kindOf('floating-ip').concerns?.(context, address as typeof named);
    return (found ?? []).map(({ code }) => code);
  };
  expect(await codes(forgetful, named)).toEqual(['floating-ip-name-unsure']);
  expect(await codes(forgetful, { ...named, dns_name: '' })).toEqual([]);
  expect(await codes(bare, named)).toEqual(['extension-missing']);
});

test('what a cloud does with names is asked once in a plan, and again in the next', async () => {
  const told = async (): Promise<string[]> => {
    const include = [{ kind: ['port'], name: ['asking-*'] }];
    const clouds = { source: 'source', destination: 'busy' };
    const spec = specSchema.parse({ name: 'names', ...clouds, strategy: 'all', include });
    const { concerns } = await makePlan(spec, { source, destination: busy });
    return concerns.map(({ code }) => code).filter((code) => code === 'port-dns-dropped');
  };
  for (const name of ['asking-1', 'asking-2', 'asking-3']) {
    await make(source, 'port', { network_id: network, name, dns_domain: 'web.example.' });
  }
  expect(await told()).toEqual([]);
  expect(askedOfBusy('fields=dns_assignment')).toHaveLength(1);
  const there = await make(busy, 'network', {});
  await make(busy, 'subnet', { network_id: there, ip_version: 4, cidr: '10.4.0.0/24' });
  await make(busy, 'port', { network_id: there });
  expect(await told()).toHaveLength(3);
  expect(askedOfBusy('fields=dns_assignment')).toHaveLength(2);
});

test('the floating IPs of a cloud are listed once for all that have a DNS name', async () => {
  const context = { source, destination: { ...busy }, ids: {}, mappings: {} };
  for (const id of ['f', 'g', 'h']) {
    const named = { id, name: '192.0.2.9', dns_name: 'www', dns_domain: 'example.' };
    const found = (await kindOf('floating-ip').concerns?.(context, named)) ?? [];
    expect(found.map(({ code }) => code)).toEqual(['floating-ip-name-unsure']);
  }
  expect(askedOfBusy('/floatingips')).toHaveLength(1);
});
