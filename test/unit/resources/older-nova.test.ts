import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyResource } from '../../../src/activities/copy-resource.ts';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { openCloud } from '../../../src/openstack/open-cloud.ts';
import { collect } from '../../../src/resources/collect.ts';
import { kindOf } from '../../../src/resources/registry.ts';
import { startSimulation } from '../../../src/simulator/start.ts';
import type { Simulation } from '../../../src/simulator/start.ts';
import { z } from 'zod';

const PUBLIC_KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAoqxUAm55xPB9djxZuommPoiUo7RowG3VP+zMTxdI6K road@runner';

interface Pair {
  readonly simulation: Simulation;
  readonly source: Cloud;
  readonly destination: Cloud;
  readonly ids: Record<string, string>;
  end(): Promise<void>;
}

function cloudOf(name: string, computeNewest: number | undefined) {
  return { name, pace: 0.01, ...(computeNewest === undefined ? {} : { computeNewest }) };
}

/** One of the two is older than Zed. */
async function openPair(newest: { readonly source?: number; readonly destination?: number }) {
  const simulation = await startSimulation({
    clouds: [cloudOf('source', newest.source), cloudOf('destination', newest.destination)],
  });
  const directory = await mkdtemp(join(tmpdir(), 'pumphouse-older-'));
  const file = join(directory, 'clouds.yaml');
  await writeFile(file, simulation.cloudsYaml);
  const environment = { OS_CLIENT_CONFIG_FILE: file };
  const source = await openCloud('source', { environment });
  const destination = await openCloud('destination', { environment });
  const [from, to] = await Promise.all([source.identity(), destination.identity()]);
  const ids = {
    [`project/${from.projectId}`]: to.projectId ?? '',
    [`user/${from.userId}`]: to.userId,
  };
  const end = async (): Promise<void> => {
    source.close();
    destination.close();
    await simulation.close();
    await rm(directory, { recursive: true, force: true });
  };
  return { simulation, source, destination, ids, end };
}

function post(cloud: Cloud, path: string, body: object, microversion?: string): Promise<void> {
  const version = microversion === undefined ? {} : { microversion };
  return cloud.call('compute', { method: 'POST', path, body, ...version });
}

async function makeGroup(cloud: Cloud, group: object): Promise<string> {
  const { server_group: made } = await cloud.request('compute', {
    method: 'POST',
    path: '/os-server-groups',
    body: { server_group: group },
    schema: z.object({ server_group: z.looseObject({ id: z.string() }) }),
  });
  return made.id;
}

/** Its copy as the destination then tells it. `again`: an earlier attempt died. */
async function copied({ source, destination, ids }: Pair, name: string, id: string, again = false) {
  const kind = kindOf(name);
  const { destinationId, action } = await copyResource({
    kind,
    id,
    source,
    destination,
    ids,
    mappings: {},
    migration: 'older',
    signal: AbortSignal.timeout(20_000),
    again,
  });
  return { action, copy: await kind.get(destination, destinationId) };
}

/** The highest microversions of Mitaka, Pike and Queens: each lacks what newer ones show. */
describe.each([25, 53, 60])('from a Nova whose newest microversion is 2.%i', (newest) => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await openPair({ source: newest });
  });
  afterAll(() => pair?.end());

  test('a flavor comes with its extra specs', async () => {
    const flavor = { id: 'm1.old', name: 'old', ram: 64, vcpus: 1, disk: 1 };
    await post(pair.source, '/flavors', { flavor });
    const specs = { extra_specs: { 'acme:tier': 'gold' } };
    await post(pair.source, '/flavors/m1.old/os-extra_specs', specs);
    expect(await listedAndCopied('flavor', 'm1.old')).toMatchObject({
      ...flavor,
      extraSpecs: { 'acme:tier': 'gold' },
    });
  });

  test('a server group comes with its one policy', async () => {
    const id = await makeGroup(pair.source, { name: 'apart', policies: ['anti-affinity'] });
    const wanted = { name: 'apart', policy: 'anti-affinity', rules: {} };
    expect(await listedAndCopied('server-group', id)).toMatchObject(wanted);
  });

  test('a keypair comes as it is', async () => {
    const { source } = pair;
    await post(source, '/os-keypairs', { keypair: { name: 'road', public_key: PUBLIC_KEY } });
    const { userId } = await source.identity();
    expect(await listedAndCopied('keypair', `${userId}/road`)).toMatchObject({
      public_key: PUBLIC_KEY,
      type: 'ssh',
    });
  });

  /** Also lists it, as a whole cloud is listed. */
  async function listedAndCopied(name: string, id: string): Promise<unknown> {
    const listed = kindOf(name).list(pair.source, {});
    expect(await collect(listed, (each) => each.id === id)).toHaveLength(1);
    return (await copied(pair, name, id)).copy;
  }
});

describe.each([25, 53, 60])('to a Nova whose newest microversion is 2.%i', (newest) => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await openPair({ destination: newest });
  });
  afterAll(() => pair?.end());

  const makeFlavor = async (id: string): Promise<object> => {
    const flavor = { id, name: id, ram: 64, vcpus: 1, disk: 1 };
    await post(pair.source, '/flavors', { flavor: { ...flavor, description: 'gold' } }, '2.55');
    const specs = { extra_specs: { 'acme:tier': 'gold' } };
    await post(pair.source, `/flavors/${id}/os-extra_specs`, specs);
    return flavor;
  };

  test('a flavor is made with its extra specs, described where there are descriptions, and found again', async () => {
    const flavor = await makeFlavor('m1.new');
    const wanted = {
      ...flavor,
      extraSpecs: { 'acme:tier': 'gold' },
      description: newest < 55 ? undefined : 'gold',
    };
    const first = await copied(pair, 'flavor', 'm1.new');
    expect(first).toMatchObject({ action: 'created', copy: wanted });
    expect(await copied(pair, 'flavor', 'm1.new')).toMatchObject({ action: 'reused' });
  });

  test('a flavor whose extra specs are refused once is there whole the next time', async () => {
    const flavor = await makeFlavor('m1.twice');
    pair.simulation.faults.plan([
      {
        cloud: 'destination',
        method: 'POST',
        path: '/flavors/m1.twice/os-extra_specs',
        effect: { do: 'answer', when: 'before', status: 400 },
      },
    ]);
    await expect(copied(pair, 'flavor', 'm1.twice')).rejects.toThrow('400');
    expect(pair.simulation.faults.unused()).toEqual([]);
    const { copy } = await copied(pair, 'flavor', 'm1.twice');
    expect(copy).toMatchObject({ ...flavor, extraSpecs: { 'acme:tier': 'gold' } });
  });

  test('a flavor that an attempt which died has left without its extra specs is completed, and no other', async () => {
    const bare = async (id: string, change: object = {}): Promise<void> => {
      const { destination } = pair;
      await post(destination, '/flavors', { flavor: { ...(await makeFlavor(id)), ...change } });
    };
    await bare('m1.left');
    await expect(copied(pair, 'flavor', 'm1.left')).rejects.toThrow('with other values');
    const outcome = await copied(pair, 'flavor', 'm1.left', true).then(
      ({ copy }) => (copy as { readonly extraSpecs?: unknown } | undefined)?.extraSpecs,
      ({ name }: Error) => name,
    );
    // Where there are descriptions it would bear our mark.
    expect(outcome).toEqual(newest < 55 ? { 'acme:tier': 'gold' } : 'ConflictError');
    await bare('m1.large', { ram: 128 });
    await bare('m1.other', { id: 'auto' });
    await bare('m1.mine');
    const specs = { extra_specs: { 'acme:rack': '1' } };
    await post(pair.destination, '/flavors/m1.mine/os-extra_specs', specs);
    for (const id of ['m1.large', 'm1.other', 'm1.mine']) {
      await expect(copied(pair, 'flavor', id, true)).rejects.toThrow('with other values');
    }
  });

  test('a flavor that can neither be completed nor removed says why it was not made', async () => {
    await makeFlavor('m1.never');
    const fails = { do: 'answer', when: 'before' } as const;
    const path = '/flavors/m1.never';
    pair.simulation.faults.plan([
      {
        cloud: 'destination',
        method: 'POST',
        path: `${path}/os-extra_specs`,
        effect: { ...fails, status: 400 },
      },
      { cloud: 'destination', method: 'DELETE', path, effect: { ...fails, status: 403 } },
    ]);
    await expect(copied(pair, 'flavor', 'm1.never')).rejects.toThrow('400');
  });

  test('access to a private flavor is given', async () => {
    const flavor = { id: 'own', name: 'own', ram: 64, vcpus: 1, disk: 1 };
    await post(pair.source, '/flavors', {
      flavor: { ...flavor, 'os-flavor-access:is_public': false },
    });
    await copied(pair, 'flavor', 'own');
    const { projectId = '' } = await pair.source.identity();
    await post(pair.source, '/flavors/own/action', { addTenantAccess: { tenant: projectId } });
    const ids = { ...pair.ids, 'flavor/own': 'own' };
    const access = await copied({ ...pair, ids }, 'flavor-access', `own/${projectId}`);
    const { projectId: there } = await pair.destination.identity();
    expect(access).toMatchObject({ action: 'created', copy: { projectId: there } });
  });

  test('a server group is made with its one policy', async () => {
    const id = await makeGroup(pair.source, { name: 'apart', policies: ['anti-affinity'] });
    const wanted = { name: 'apart', policy: 'anti-affinity', rules: {} };
    expect(await copied(pair, 'server-group', id)).toMatchObject({ copy: wanted });
  });

  test('a keypair is made for its user', async () => {
    const { source } = pair;
    await post(source, '/os-keypairs', { keypair: { name: 'road', public_key: PUBLIC_KEY } });
    const { userId } = await source.identity();
    const { copy } = await copied(pair, 'keypair', `${userId}/road`);
    expect(copy).toMatchObject({ public_key: PUBLIC_KEY, type: 'ssh' });
  });
});
