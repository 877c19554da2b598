import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePlan } from '../../src/activities/make-plan.ts';
import type { Concern } from '../../src/model/concern.ts';
import type { Plan } from '../../src/model/plan.ts';
import { specSchema } from '../../src/model/spec.ts';
import type { Spec } from '../../src/model/spec.ts';
import { quota as quotaKind } from '../../src/resources/quota/index.ts';
import { project as projectKind } from '../../src/resources/project/index.ts';
import { server as serverKind } from '../../src/resources/server/index.ts';
import type { ServerResource } from '../../src/resources/server/schema.ts';
import { copyToLab } from './copy-to-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { dropQuotasAtEnd, setQuota } from './quota-lab.ts';
import { existing } from './resource-kind.suite.ts';
import { makeOperator, makeServer, makeSourceServer } from './server-lab.ts';

let lab: Lab;
/** One vcpu, 64 MiB, two ports, two networks, a server group, a key. */
let server: ServerResource;
/** A project of the destination, not ours, that the source's is mapped to. */
let foreign: string;

beforeAll(async () => {
  lab = await openLab();
  const { source, destination } = lab;
  server = await existing(serverKind, source, await makeSourceServer(lab));
  dropQuotasAtEnd(lab, source, server.projectId);
  foreign = await lab.makeProject(destination, { name: `${lab.run}-there` });
  dropQuotasAtEnd(lab, destination, foreign);
}, 240_000);
afterAll(() => lab?.end());

function specOf(words: object = {}): Spec {
  return specSchema.parse({
    name: lab.run,
    source: 'src',
    destination: 'dst',
    select: { projects: [server.projectId] },
    ...words,
  });
}

const plan = (words?: object): Promise<Plan> => makePlan(specOf(words), lab);
const mapped = () => ({ mappings: { project: { [lab.run]: foreign } } });

function exceeded({ concerns }: Plan): Concern[] {
  return concerns.filter(({ code }) => code === 'quota-exceeded');
}

function cramped({ concerns }: Plan): Concern[] {
  return concerns.filter(({ code }) => /flavor-too-large|no-room|capacity/.test(code));
}

test('what the whole plan makes is counted against the quotas of the project that it is mapped to', async () => {
  const { destination } = lab;
  const project = foreign;
  expect(exceeded(await plan(mapped()))).toEqual([]);
  const low = { instances: 0, cores: 1, ram: 63, server_groups: 0, server_group_members: 0 };
  await setQuota(destination, 'compute', { project }, { ...low, metadata_items: 0 });
  await setQuota(destination, 'network', { project }, { port: 1, network: 2, subnet: 1 });
  const found = exceeded(await plan(mapped()));
  expect(found.map(({ severity }) => severity)).toEqual(found.map(() => 'blocker'));
  const told = (words: string) => ({
    subject: `project/${server.projectId}`,
    message: `Project ${lab.run} may have ${words} more.`,
  });
  expect(found).toMatchObject(
    expect.arrayContaining(
      [
        told('0 instances in dst: it has 0, and the plan makes 1'),
        told('63 ram in dst: it has 0, and the plan makes 64'),
        told('0 server_groups in dst: it has 0, and the plan makes 1'),
        told('1 port in dst: it has 0, and the plan makes 2'),
        told('1 subnet in dst: it has 0, and the plan makes 2'),
        {
          subject: `server-group/${server.groupId}`,
          remedy: `Raise it: openstack --os-cloud dst quota set --server-group-members 1 ${foreign}`,
        },
        {
          subject: `server/${server.id}`,
          remedy: `Raise it: openstack --os-cloud dst quota set --properties 1 ${foreign}`,
        },
      ].map((each) => expect.objectContaining(each) as unknown),
    ),
  );
  expect(found).toHaveLength(7);
});

test('what the project has already counts with it', async () => {
  const { destination } = lab;
  const project = foreign;
  const path = '/networks';
  const network = { name: lab.run, project_id: project };
  await lab.make(destination, 'network', { path, body: { network } });
  const found = exceeded(await plan(mapped()));
  expect(found.find(({ message }) => message.includes(' network '))).toMatchObject({
    message: `Project ${lab.run} may have 2 network in dst: it has 1, and the plan makes 2 more.`,
    remedy: `Raise it: openstack --os-cloud dst quota set --networks 3 ${foreign}`,
  });
});

test('the quotas that the plan carries are those that hold', async () => {
  const { source } = lab;
  const project = server.projectId;
  const fits = await plan();
  expect(exceeded(fits)).toEqual([]);
  expect(fits.items.filter(({ kind }) => kind === 'quota')).toEqual([]);
  // An owner may have less than he uses.
  const body = { quota_set: { instances: 0, force: true } };
  await source.call('compute', { method: 'PUT', path: `/os-quota-sets/${project}`, body });
  const carried = await plan();
  const item = carried.items.find(({ kind }) => kind === 'quota');
  expect(item).toMatchObject({ key: `quota/${project}`, action: 'create' });
  expect(exceeded(carried)).toMatchObject([
    {
      message: `Project ${lab.run} may have 0 instances in dst (its quota in src, which is carried): it has 0, and the plan makes 1 more.`,
      remedy: `Raise it where it comes from: openstack --os-cloud src quota set --instances 1 ${project}`,
    },
  ]);
  // Of a server alone the project's quotas are not carried.
  expect(exceeded(await plan({ select: { servers: [server.id] } }))).toEqual([]);
});

test('all that a project has is made after its quotas', async () => {
  const { items } = await plan();
  const key = `quota/${server.projectId}`;
  const own = items.filter(({ project, kind }) => project === server.projectId && kind !== 'quota');
  expect(own.length).toBeGreaterThan(5);
  for (const { dependsOn } of own) expect(dependsOn).toContain(key);
});

test('quotas once carried are their owner’s: what was changed since is told, and stays', async () => {
  const { source, destination } = lab;
  const project = server.projectId;
  await setQuota(source, 'compute', { project }, { instances: 30 });
  const copy = (kind: typeof quotaKind | typeof projectKind, ids = {}) =>
    copyToLab(lab, { kind, id: project, ids });
  const { destinationId } = await copy(projectKind, { 'domain/default': 'default' });
  lab.atEnd(() => projectKind.remove(destination, destinationId));
  dropQuotasAtEnd(lab, destination, destinationId);
  const ids = { [`project/${project}`]: destinationId };
  expect(await copy(quotaKind, ids)).toMatchObject({ action: 'created', concerns: [] });
  const path = `/os-quota-sets/${destinationId}`;
  await destination.call('compute', { method: 'DELETE', path });
  const again = await copy(quotaKind, ids);
  expect(again).toMatchObject({ action: 'reused', concerns: [{ code: 'changed-since' }] });
  expect((await existing(quotaKind, destination, destinationId)).own.compute).toEqual({});
});

test('two servers need what two servers need', async () => {
  const { source, destination } = lab;
  const { imageId: imageRef, flavorId: flavorRef } = server;
  const body = { name: `${lab.run}-2`, imageRef, flavorRef, networks: 'none' };
  await makeServer(lab, source.inProject(server.projectId), { server: body });
  await setQuota(destination, 'compute', { project: foreign }, { instances: 1, cores: 1 });
  const found = exceeded(await plan(mapped())).map(({ message }) => message);
  expect(found).toContain(
    `Project ${lab.run} may have 1 instances in dst: it has 0, and the plan makes 2 more.`,
  );
  expect(found).toContain(
    `Project ${lab.run} may have 1 cores in dst: it has 0, and the plan makes 2 more.`,
  );
});

test('keypairs are counted for their user, within what the operator’s own project allows', async () => {
  const { cloud, project } = await makeOperator(lab);
  const asOperator = { source: lab.source, destination: cloud };
  expect(exceeded(await makePlan(specOf(), asOperator))).toEqual([]);
  await setQuota(lab.destination, 'compute', { project }, { key_pairs: 1 });
  const found = (await makePlan(specOf(), asOperator)).concerns.filter(
    ({ code }) => code === 'quota-exceeded',
  );
  // The one key of the server's user fits; the operator's copy of it, with its sign, does not.
  expect(found).toMatchObject([
    {
      severity: 'blocker',
      message: expect.stringContaining('has 0 now, and needs 2 more') as unknown,
      remedy: expect.stringContaining(`--key-pairs 2 ${project}`) as unknown,
    },
  ]);
});

test('a flavor too large for every host of the destination is told, and the sum with it', async () => {
  const { destination } = lab;
  const huge = { name: `${lab.run}-huge`, ram: 64, vcpus: 1, disk: 900_000 };
  await lab.make(destination, 'compute', { path: '/flavors', body: { flavor: huge } });
  const flavors = { mappings: { flavor: { [lab.run]: huge.name } } };
  expect(cramped(await plan())).toEqual([]);
  expect(cramped(await plan(flavors))).toMatchObject([
    {
      severity: 'warning',
      code: 'flavor-too-large',
      subject: `flavor/${server.flavorId}`,
      message: `Flavor ${huge.name} (1 vcpus, 64 MiB, 900000 GiB) fits on no host of dst.`,
    },
    { severity: 'warning', code: 'capacity-short', subject: 'dst' },
  ]);
});
