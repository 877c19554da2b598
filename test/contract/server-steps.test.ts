import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { BlockedError, ResourceFailedError } from '../../src/errors/migration.ts';
import { collect } from '../../src/resources/collect.ts';
import { image } from '../../src/resources/image/index.ts';
import { getServer } from '../../src/resources/server/api.ts';
import { consoleText } from '../../src/resources/server/console.ts';
import { fencePorts, unfencePorts } from '../../src/resources/server/fence.ts';
import { lockServer, unlockServer } from '../../src/resources/server/lock.ts';
import {
  shelveServer,
  stopServer,
  suspendServer,
  waitForStatus,
  wakeServer,
} from '../../src/resources/server/power.ts';
import { restoreServer } from '../../src/resources/server/restore.ts';
import { addTag, removeTag } from '../../src/resources/server/tags.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { makeServer } from './server-lab.ts';
import { changeNeutron, makeNeutron } from './neutron-lab.ts';

/** A host that only plays one, and a real hypervisor. */
describe.each(['nova', 'libvirt'])('the steps of a server in zone %s', (zone) => {
  const was = { status: 'ACTIVE', locked: false };
  let lab: Lab;
  let id: string;
  let open: string;
  let closed: string;

  const look = async () => (await getServer(lab.source, id))!;
  const isUp = async (port: string) => {
    const schema = z.looseObject({ port: z.looseObject({ admin_state_up: z.boolean() }) });
    const answer = await lab.source.request('network', { path: `/ports/${port}`, schema });
    return answer.port.admin_state_up;
  };

  beforeAll(async () => {
    lab = await openLab();
    const { source } = lab;
    const network = await makeNeutron(lab, source, 'network', { name: lab.run });
    await makeNeutron(lab, source, 'subnet', {
      network_id: network,
      cidr: '10.30.0.0/24',
      ip_version: 4,
      enable_dhcp: false,
    });
    open = await makeNeutron(lab, source, 'port', { network_id: network });
    closed = await makeNeutron(lab, source, 'port', { network_id: network });
    const [boot] = await collect(image.list(source, {}), ({ name }) => name === 'lab-boot');
    const flavor = await lab.make(source, 'compute', {
      path: '/flavors',
      body: { flavor: { name: lab.run, ram: 128, vcpus: 1, disk: 1 } },
    });
    id = await makeServer(lab, source, {
      server: {
        name: lab.run,
        imageRef: boot?.id,
        flavorRef: flavor,
        networks: [{ port: open }, { port: closed }],
        availability_zone: zone,
      },
    });
    // Nova waits for the network of what it boots: with a closed port no hypervisor would build it.
    await changeNeutron(source, `/ports/${closed}`, { port: { admin_state_up: false } });
  });
  afterAll(() => lab?.end());

  test('a lock keeps its reason, and goes without a trace', async () => {
    const reason = `pumphouse: migration ${lab.run}`;
    await lockServer(lab.source, id, reason);
    await lockServer(lab.source, id, reason);
    expect(await look()).toMatchObject({ locked: true, locked_reason: reason });
    await unlockServer(lab.source, id);
    await unlockServer(lab.source, id);
    expect(await look()).toMatchObject({ locked: false, locked_reason: null });
  });

  test('the console is read', async () => {
    await expect.poll(() => consoleText(lab.source, id), { timeout: 60_000 }).not.toBe('');
  });

  test('suspended twice it is suspended, and Nova does not stop it from there', async () => {
    await Promise.all([suspendServer(lab.source, id), suspendServer(lab.source, id)]);
    await suspendServer(lab.source, id);
    expect((await look()).status).toBe('SUSPENDED');
    await expect(stopServer(lab.source, id)).rejects.toThrow(BlockedError);
  });

  test('a fence closes the open ports, and only those are opened again', async () => {
    await fencePorts(lab.source, id);
    await fencePorts(lab.source, id);
    expect([await isUp(open), await isUp(closed)]).toEqual([false, false]);
    await unfencePorts(lab.source, id);
    await unfencePorts(lab.source, id);
    expect([await isUp(open), await isUp(closed)]).toEqual([true, false]);
  });

  test('fenced and woken it can be stopped', async () => {
    await fencePorts(lab.source, id);
    await wakeServer(lab.source, id);
    await wakeServer(lab.source, id);
    expect((await look()).status).toBe('ACTIVE');
    await stopServer(lab.source, id);
    await stopServer(lab.source, id);
    expect((await look()).status).toBe('SHUTOFF');
  });

  test('restored it is as it was: power, ports, lock', async () => {
    await lockServer(lab.source, id, 'ours');
    await restoreServer(lab.source, id, was);
    await restoreServer(lab.source, id, was);
    expect(await look()).toMatchObject({ status: 'ACTIVE', locked: false, taskState: null });
    expect([await isUp(open), await isUp(closed)]).toEqual([true, false]);
  });

  test.each(['SUSPENDED', 'PAUSED', 'SHUTOFF'])('restored to %s, and back', async (status) => {
    await restoreServer(lab.source, id, { status, locked: false });
    expect((await look()).status).toBe(status);
    await restoreServer(lab.source, id, was);
    expect((await look()).status).toBe('ACTIVE');
  });

  test('shelved from SUSPENDED, it is restored', async () => {
    await suspendServer(lab.source, id);
    await shelveServer(lab.source, id);
    await shelveServer(lab.source, id);
    expect((await look()).status).toMatch(/^SHELVED/);
    await restoreServer(lab.source, id, was);
    expect((await look()).status).toBe('ACTIVE');
  });

  test('a tag comes and goes, twice', async () => {
    await addTag(lab.source, id, 'pumphouse:verified');
    await addTag(lab.source, id, 'pumphouse:verified');
    expect((await look()).tags).toEqual(['pumphouse:verified']);
    await removeTag(lab.source, id, 'pumphouse:verified');
    await removeTag(lab.source, id, 'pumphouse:verified');
    expect((await look()).tags).toEqual([]);
  });

  test('one that goes to ERROR ends the wait at once, one that is gone too', async () => {
    await setState('error');
    await expect(waitForStatus(lab.source, id, ['SHUTOFF'])).rejects.toThrow(ResourceFailedError);
    await setState('active');
    const nowhere = '11111111-2222-4333-8444-555555555555';
    await expect(waitForStatus(lab.source, nowhere, ['ACTIVE'])).rejects.toThrow(/is gone/);
  });

  const setState = (state: string): Promise<void> =>
    lab.source.call('compute', {
      method: 'POST',
      path: `/servers/${id}/action`,
      body: { 'os-resetState': { state } },
    });
});
