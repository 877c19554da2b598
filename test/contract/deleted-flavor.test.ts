import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Copied } from '../../src/activities/copy-resource.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { collect } from '../../src/resources/collect.ts';
import { createFlavor, deleteFlavor, getFlavor } from '../../src/resources/flavor/api.ts';
import { isEmbedded } from '../../src/resources/flavor/embedded.ts';
import { flavor } from '../../src/resources/flavor/index.ts';
import { references } from '../../src/resources/server/references.ts';
import { server } from '../../src/resources/server/index.ts';
import type { ServerResource } from '../../src/resources/server/schema.ts';
import { copyToLab } from './copy-to-lab.ts';
import { makeImage } from './image-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { describeKind, existing } from './resource-kind.suite.ts';
import { makeServer, makeSourceServer, serverCase } from './server-lab.ts';

/** A server is copied though its flavor is gone. */
describeKind({
  ...serverCase,
  async pick(lab) {
    const id = await makeSourceServer(lab);
    const { flavorId } = await existing(server, lab.source, id);
    await deleteFlavor(lab.source, flavorId ?? '');
    return id;
  },
});

describe('a flavor that is only left in its servers', () => {
  const SPECS = { 'acme:tier': 'gold, "24 carat" & more', 'hw:cpu_sockets': '1' };
  let lab: Lab;
  let flavorId: string;
  let servers: readonly ServerResource[];
  const copy = (id: string): Promise<Copied> =>
    copyToLab(lab, { kind: flavor, id, signal: AbortSignal.timeout(120_000) });

  beforeAll(async () => {
    lab = await openLab();
    flavorId = await makeFlavor(lab, lab.source, { name: lab.run, specs: SPECS });
    servers = [await boot(lab, flavorId, 'one'), await boot(lab, flavorId, 'two')];
    await deleteFlavor(lab.source, flavorId);
    servers = await Promise.all(servers.map(({ id }) => existing(server, lab.source, id)));
  });
  afterAll(() => lab?.end());

  test('is one flavor for all servers that embed it, and each asks for access to it', async () => {
    const [one, two] = servers;
    expect(isEmbedded(one?.flavorId ?? '')).toBe(true);
    expect(two?.flavorId).toBe(one?.flavorId);
    const access = `${one?.flavorId}/${one?.projectId}`;
    expect(await references(lab.source, one!)).toEqual(
      expect.arrayContaining([
        { kind: 'flavor', id: one?.flavorId },
        { kind: 'flavor-access', id: access },
      ]),
    );
    expect(await flavor.concerns?.(lab.preflight(), await rebuilt(one!))).toMatchObject([
      { severity: 'warning', code: 'flavor-deleted' },
    ]);
  });

  test('a listing of servers tells it as one server alone does', async () => {
    const ids = servers.map(({ id }) => id);
    const listed = await collect(
      server.list(lab.source, { project: servers[0]!.projectId }),
      ({ id }) => ids.includes(id),
    );
    expect(listed.map(({ flavorId: id }) => id)).toEqual(servers.map(({ flavorId: id }) => id));
  });

  test('is made private, with its old id, name, sizes and extra specs, and once', async () => {
    const id = servers[0]?.flavorId ?? '';
    const first = await copy(id);
    lab.atEnd(() => deleteFlavor(lab.destination, first.destinationId));
    expect(first).toMatchObject({ destinationId: flavorId, action: 'created' });
    expect(await getFlavor(lab.destination, flavorId)).toMatchObject({
      name: lab.run,
      ram: 64,
      vcpus: 1,
      disk: 1,
      ephemeral: 0,
      swap: 0,
      isPublic: false,
      extraSpecs: SPECS,
    });
    expect(await copy(id)).toMatchObject({
      destinationId: flavorId,
      action: 'reused',
      concerns: [],
    });
  });

  test('of the name and id of another one today, it becomes a flavor beside that', async () => {
    lab.atEnd(() => deleteFlavor(lab.source, flavorId));
    await createFlavor(lab.source, flavorId, {
      ...(await rebuilt(servers[0]!)),
      name: lab.run,
      ram: 96,
    });
    const again = await existing(server, lab.source, servers[0]!.id);
    expect(again.flavorId).toBe(servers[0]?.flavorId);
    await deleteFlavor(lab.destination, flavorId);
    const anew = await copy(flavorId);
    const old = await copy(again.flavorId ?? '');
    lab.atEnd(() => deleteFlavor(lab.destination, old.destinationId));
    expect(anew.destinationId).toBe(flavorId);
    expect(await getFlavor(lab.destination, flavorId)).toMatchObject({ name: lab.run, ram: 96 });
    expect(await getFlavor(lab.destination, old.destinationId)).toMatchObject({
      name: expect.stringMatching(`^${lab.run}-[0-9a-f]{8}$`) as string,
      ram: 64,
    });
    expect(await copy(again.flavorId ?? '')).toMatchObject({
      destinationId: old.destinationId,
      action: 'reused',
    });
  });

  function rebuilt({ flavorId: id }: ServerResource) {
    return existing(flavor, lab.source, id ?? '');
  }
});

test('a flavor whose id is another one’s in the destination gets a new id, and says so', async () => {
  const lab = await openLab();
  try {
    const id = await makeFlavor(lab, lab.source, { name: lab.run });
    const picked = await existing(flavor, lab.source, id);
    await createFlavor(lab.destination, id, { ...picked, name: `${lab.run}-other` });
    lab.atEnd(() => deleteFlavor(lab.destination, id));
    expect(await flavor.concerns?.(lab.preflight(), picked)).toMatchObject([
      { severity: 'info', code: 'flavor-id' },
    ]);
    const request = { kind: flavor, id };
    const copies = [await copyToLab(lab, request), await copyToLab(lab, request)];
    const [first] = copies;
    lab.atEnd(() => deleteFlavor(lab.destination, first!.destinationId));
    expect(first!.destinationId).not.toBe(id);
    expect(copies.map(({ action }) => action)).toEqual(['created', 'reused']);
    expect(copies[1]?.destinationId).toBe(first?.destinationId);
  } finally {
    await lab.end();
  }
});

async function makeFlavor(
  lab: Lab,
  cloud: Cloud,
  { name, specs }: { readonly name: string; readonly specs?: Readonly<Record<string, string>> },
): Promise<string> {
  const body = { flavor: { name, ram: 64, vcpus: 1, disk: 1 } };
  const id = await lab.make(cloud, 'compute', { path: '/flavors', body });
  if (specs !== undefined) {
    await cloud.call('compute', {
      method: 'POST',
      path: `/flavors/${id}/os-extra_specs`,
      body: { extra_specs: specs },
    });
  }
  return id;
}

async function boot(lab: Lab, flavorRef: string, name: string): Promise<ServerResource> {
  const imageRef = await makeImage(lab, lab.source, { name: `${lab.run}-${name}` });
  const id = await makeServer(lab, lab.source, {
    server: { name: `${lab.run}-${name}`, flavorRef, imageRef, networks: 'none' },
  });
  return existing(server, lab.source, id);
}
