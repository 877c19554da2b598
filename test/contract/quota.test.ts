import { z } from 'zod';
import { quota } from '../../src/resources/quota/index.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { describeKind } from './resource-kind.suite.ts';
import type { Lab } from './lab.ts';

type Limits = Readonly<Record<string, number>>;

async function setCompute(cloud: Cloud, id: string, limits: Limits, user?: string): Promise<void> {
  const path = `/os-quota-sets/${id}`;
  const body = { quota_set: limits };
  await cloud.call('compute', { method: 'PUT', path, query: { user_id: user }, body });
}

async function setVolume(cloud: Cloud, id: string, limits: Limits): Promise<void> {
  const path = `/os-quota-sets/${id}`;
  await cloud.call('volume', { method: 'PUT', path, body: { quota_set: limits } });
}

async function setNetwork(cloud: Cloud, id: string, limits: Limits): Promise<void> {
  await cloud.call('network', { method: 'PUT', path: `/quotas/${id}`, body: { quota: limits } });
}

/** Quotas outlive their project. */
async function makeProject(lab: Lab, cloud: Cloud): Promise<string> {
  const id = await lab.makeProject(cloud);
  lab.atEnd(async () => {
    await cloud.call('compute', { method: 'DELETE', path: `/os-quota-sets/${id}` });
    await cloud.call('volume', { method: 'DELETE', path: `/os-quota-sets/${id}` });
    await cloud.call('network', { method: 'DELETE', path: `/quotas/${id}` });
  });
  return id;
}

async function makeMember(lab: Lab, cloud: Cloud, project: string): Promise<string> {
  const user = { name: `${lab.run}-user`, domain_id: 'default' };
  const id = await lab.make(cloud, 'identity', { path: '/users', body: { user } });
  const { roles } = await cloud.request('identity', {
    path: '/roles',
    query: { name: 'member' },
    schema: z.looseObject({ roles: z.array(z.looseObject({ id: z.string() })) }),
  });
  const path = `/projects/${project}/users/${id}/roles/${roles[0]?.id ?? ''}`;
  await cloud.call('identity', { method: 'PUT', path });
  return id;
}

describeKind({
  kind: quota,
  unique: true,
  async pick(lab) {
    const id = await makeProject(lab, lab.source);
    await setCompute(lab.source, id, { cores: 40, instances: -1, server_groups: 3 });
    await setVolume(lab.source, id, { gigabytes: 50, volumes___DEFAULT__: 7 });
    await setNetwork(lab.source, id, { port: 20, floatingip: 0 });
    const user = await makeMember(lab, lab.source, id);
    await setCompute(lab.source, id, { cores: 4 }, user);
    return id;
  },
  async change(destination, { id }) {
    await setNetwork(destination, id, { port: 21 });
    return ['network'];
  },
  foreign: {
    fate: 'reused with a warning',
    // In a project that we made, yet nobody knows of it that we set them.
    async make(lab, { id: source }, translate) {
      const id = translate('project', source);
      await setCompute(lab.destination, id, { cores: 12 });
      lab.atEnd(() =>
        lab.destination.call('compute', { method: 'DELETE', path: `/os-quota-sets/${id}` }),
      );
      return id;
    },
  },
});
