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

/** The highest microversions of Mitaka, Pike and Queens: each lacks what newer ones show. */
describe.each([25, 53, 60])('from a Nova whose newest microversion is 2.%i', (newest) => {
  let simulation: Simulation;
  let directory: string;
  let source: Cloud;
  let destination: Cloud;
  let ids: Record<string, string>;

  beforeAll(async () => {
    simulation = await startSimulation({
      clouds: [
        { name: 'older', pace: 0.01, computeNewest: newest },
        { name: 'newer', pace: 0.01 },
      ],
    });
    directory = await mkdtemp(join(tmpdir(), 'pumphouse-older-'));
    const file = join(directory, 'clouds.yaml');
    await writeFile(file, simulation.cloudsYaml);
    const environment = { OS_CLIENT_CONFIG_FILE: file };
    source = await openCloud('older', { environment });
    destination = await openCloud('newer', { environment });
    const [from, to] = await Promise.all([source.identity(), destination.identity()]);
    ids = {
      [`project/${from.projectId}`]: to.projectId ?? '',
      [`user/${from.userId}`]: to.userId,
    };
  });
  afterAll(async () => {
    source.close();
    destination.close();
    await simulation.close();
    await rm(directory, { recursive: true, force: true });
  });

  test('a flavor comes with its extra specs', async () => {
    const flavor = { id: 'm1.old', name: 'old', ram: 64, vcpus: 1, disk: 1 };
    await post('/flavors', { flavor });
    await post('/flavors/m1.old/os-extra_specs', { extra_specs: { 'acme:tier': 'gold' } });
    expect(await copied('flavor', 'm1.old')).toMatchObject({
      ...flavor,
      extraSpecs: { 'acme:tier': 'gold' },
    });
  });

  test('a server group comes with its one policy', async () => {
    const body = { server_group: { name: 'apart', policies: ['anti-affinity'] } };
    const schema = z.object({ server_group: z.looseObject({ id: z.string() }) });
    const path = '/os-server-groups';
    const { server_group: made } = await source.request('compute', {
      method: 'POST',
      path,
      body,
      schema,
    });
    const wanted = { name: 'apart', policy: 'anti-affinity', rules: {} };
    expect(await copied('server-group', made.id)).toMatchObject(wanted);
  });

  test('a keypair comes as it is', async () => {
    await post('/os-keypairs', { keypair: { name: 'road', public_key: PUBLIC_KEY } });
    const { userId } = await source.identity();
    expect(await copied('keypair', `${userId}/road`)).toMatchObject({
      public_key: PUBLIC_KEY,
      type: 'ssh',
    });
  });

  function post(path: string, body: object): Promise<void> {
    return source.call('compute', { method: 'POST', path, body });
  }

  /** Also lists it, as a whole cloud is listed. */
  async function copied(name: string, id: string): Promise<unknown> {
    const kind = kindOf(name);
    expect(await collect(kind.list(source, {}), (each) => each.id === id)).toHaveLength(1);
    const { destinationId } = await copyResource({
      kind,
      id,
      source,
      destination,
      ids,
      mappings: {},
      migration: 'older',
      signal: AbortSignal.timeout(60_000),
    });
    return kind.get(destination, destinationId);
  }
});
