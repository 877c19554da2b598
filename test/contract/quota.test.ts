import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { collect } from '../../src/resources/collect.ts';
import { getProject } from '../../src/resources/project/api.ts';
import { quotaOf } from '../../src/resources/quota/api.ts';
import { quota } from '../../src/resources/quota/index.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { dropQuotasAtEnd, setQuota } from './quota-lab.ts';
import { describeKind } from './resource-kind.suite.ts';

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
    const { source } = lab;
    const project = await lab.makeProject(source);
    dropQuotasAtEnd(lab, source, project);
    const compute = { cores: 40, instances: -1, server_groups: 3 };
    await setQuota(source, 'compute', { project }, compute);
    await setQuota(source, 'volume', { project }, { gigabytes: 50, volumes___DEFAULT__: 7 });
    await setQuota(source, 'network', { project }, { port: 20, floatingip: 0 });
    const user = await makeMember(lab, source, project);
    await setQuota(source, 'compute', { project, user }, { cores: 4 });
    return project;
  },
  async change(destination, { id: project }) {
    await setQuota(destination, 'network', { project }, { port: 21 });
    return ['network'];
  },
  foreign: {
    fate: 'reused with a warning',
    // In a project of ours, and yet not set by us.
    async make({ destination, ...lab }, { id }, translate) {
      const project = translate('project', id);
      await setQuota(destination, 'compute', { project }, { cores: 12 });
      dropQuotasAtEnd({ destination, ...lab }, destination, project);
      return project;
    },
  },
});

test('a project that is deleted while the quotas of all are read is passed over', async () => {
  const lab = await openLab();
  onTestFinished(() => lab.end());
  const id = await lab.makeProject(lab.source);
  dropQuotasAtEnd(lab, lab.source, id);
  await setQuota(lab.source, 'compute', { project: id }, { cores: 41 });
  const gone = randomUUID().replaceAll('-', '');
  let asked = 0;
  const cloud: Cloud = {
    ...lab.source,
    request(service, options) {
      if (options.path.includes(gone)) asked += 1;
      return lab.source.request(service, options);
    },
    async *list(service, options) {
      for await (const each of lab.source.list(service, options)) {
        const isOurs = options.path === '/projects' && (each as { id: string }).id === id;
        if (isOurs) yield options.schema.parse({ ...(each as object), id: gone });
        yield each;
      }
    },
  };
  const found = await collect(quota.list(cloud, {}), (each) => [id, gone].includes(each.id));
  expect(asked).toBeGreaterThan(0);
  expect(found).toMatchObject([{ id, own: { compute: { cores: 41 } } }]);
});

test('of a project with many users only a few are asked for at once', async () => {
  const lab = await openLab();
  onTestFinished(() => lab.end());
  const id = await lab.makeProject(lab.source);
  const project = await getProject(lab.source, id);
  if (project === undefined) throw new Error(`no project ${id}`);
  const under = { way: 0, most: 0 };
  const cloud: Cloud = {
    ...lab.source,
    async request(service, options) {
      if (options.query?.['user_id'] === undefined) return lab.source.request(service, options);
      under.way += 1;
      under.most = Math.max(under.most, under.way);
      try {
        return await lab.source.request(service, options);
      } finally {
        under.way -= 1;
      }
    },
  };
  const users = Array.from({ length: 30 }, () => randomUUID().replaceAll('-', ''));
  await quotaOf(cloud, project, users);
  expect(under.most).toBeGreaterThan(0);
  expect(under.most).toBeLessThan(10);
});
