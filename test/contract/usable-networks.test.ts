import { afterAll, beforeAll, expect, test } from 'vitest';
import { usableNetworks } from '../../src/activities/preflight/usable-networks.ts';
import type { Concern } from '../../src/model/concern.ts';
import type { IdMap } from '../../src/model/id-map.ts';
import { specSchema } from '../../src/model/spec.ts';
import { network } from '../../src/resources/network/index.ts';
import { port } from '../../src/resources/port/index.ts';
import { rbacPolicy } from '../../src/resources/rbac-policy/index.ts';
import { scopeOf } from '../unit/activities/preflight/scope.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { makeGround, makeNeutron } from './neutron-lab.ts';
import type { Ground } from './neutron-lab.ts';
import { existing } from './resource-kind.suite.ts';

// A server's network is mapped to one of another project.
let lab: Lab;
let ground: Ground;
let projectThere: string;

beforeAll(async () => {
  lab = await openLab();
  ground = await makeGround(lab);
  projectThere = await lab.makeProject(lab.destination);
});
afterAll(() => lab?.end());

const inDestination = (one: string, body: object): Promise<string> =>
  makeNeutron(lab, lab.destination, one, { ...body });

type Resources = Parameters<typeof scopeOf>[1];

async function told(
  there: string,
  {
    isProjectThere = true,
    from = ground.network,
    more = [],
  }: { isProjectThere?: boolean; from?: string; more?: Resources } = {},
): Promise<Concern[]> {
  const { project } = ground;
  const portId = await makeNeutron(lab, lab.source, 'port', {
    network_id: from,
    project_id: project,
    device_owner: 'compute:nova',
  });
  const ids: IdMap = {
    [`network/${from}`]: there,
    ...(isProjectThere ? { [`project/${project}`]: projectThere } : {}),
  };
  const resources: Resources = [
    ['network', await existing(network, lab.source, from)],
    ['port', await existing(port, lab.source, portId)],
    ...more,
  ];
  const words = { name: lab.run, source: 'src', destination: 'dst', select: { projects: ['any'] } };
  const spec = specSchema.parse({ ...words, mappings: { network: { [from]: there } } });
  return usableNetworks({ ...scopeOf(lab, resources, ids), spec });
}

test('a mapped network that the project may not use is a blocker, until it is shared', async () => {
  const there = await inDestination('network', { name: 'theirs' });
  const [found, ...others] = await told(there);
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    severity: 'blocker',
    code: 'network-not-usable',
    subject: `network/${ground.network}`,
    remedy: expect.stringContaining(`--target-project ${projectThere} ${there}`),
  });
  expect((await told(there, { isProjectThere: false }))[0]?.remedy).toContain('--share');
  const policy = { object_type: 'network', object_id: there, action: 'access_as_shared' };
  await inDestination('rbac_policy', { ...policy, target_tenant: projectThere });
  expect(await told(there)).toEqual([]);
  expect(await told(there, { isProjectThere: false })).toHaveLength(1);
});

test('that it is shared with the login’s own project alone helps no other', async () => {
  const there = await inDestination('network', { name: 'theirs', project_id: projectThere });
  const policy = { object_type: 'network', object_id: there, action: 'access_as_shared' };
  const { projectId } = await lab.destination.identity();
  await inDestination('rbac_policy', { ...policy, target_tenant: projectId });
  expect(await told(there)).toEqual([]);
  expect(await told(there, { isProjectThere: false })).toHaveLength(1);
});

test('one that all may use, an external one, and one that the plan shares are none', async () => {
  const shared = await inDestination('network', { shared: true });
  const outside = await inDestination('network', { 'router:external': true });
  for (const there of [shared, outside]) {
    expect(await told(there, { isProjectThere: false })).toEqual([]);
  }
  const from = await makeNeutron(lab, lab.source, 'network', { name: 'back' });
  const policy = await makeNeutron(lab, lab.source, 'rbac_policy', {
    object_type: 'network',
    object_id: from,
    action: 'access_as_shared',
    target_tenant: ground.project,
  });
  const sharing = ['rbac-policy', await existing(rbacPolicy, lab.source, policy)] as const;
  expect(await told(await inDestination('network', {}), { from })).toHaveLength(1);
  expect(await told(await inDestination('network', {}), { from, more: [sharing] })).toEqual([]);
});
