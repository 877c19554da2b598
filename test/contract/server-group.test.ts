import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { collect } from '../../src/resources/collect.ts';
import { createServerGroup, deleteServerGroup } from '../../src/resources/server-group/api.ts';
import { serverGroup } from '../../src/resources/server-group/index.ts';
import type { ServerGroup } from '../../src/resources/server-group/schema.ts';
import { copyToLab } from './copy-to-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { describeKind, existing } from './resource-kind.suite.ts';

const APART = { name: 'apart', policy: 'anti-affinity', rules: { max_server_per_host: 2 } };

type GroupFacts = Pick<ServerGroup, 'name' | 'policy' | 'rules'>;

async function makeGroup(
  lab: Lab,
  cloud: Cloud,
  projectId: string,
  facts: GroupFacts,
): Promise<string> {
  const id = await createServerGroup(cloud.inProject(projectId), facts);
  lab.atEnd(() => deleteServerGroup(cloud, id));
  return id;
}

describeKind({
  kind: serverGroup,
  unique: true,
  pick: async (lab) => makeGroup(lab, lab.source, await lab.makeProject(lab.source), APART),
  foreign: {
    fate: 'refused',
    make: (lab, { name, project_id }, translate) =>
      makeGroup(lab, lab.destination, translate('project', project_id), {
        name,
        policy: 'affinity',
        rules: {},
      }),
  },
});

let lab: Lab;
let projectId: string;
beforeAll(async () => {
  lab = await openLab();
  projectId = await lab.makeProject(lab.source);
});
afterAll(() => lab?.end());

test('of two groups of a name, the one of the same policy and rules is meant', async () => {
  const there = await lab.makeProject(lab.destination);
  const first = await makeGroup(lab, lab.source, projectId, APART);
  const strict = { ...APART, rules: { max_server_per_host: 1 } };
  const second = await makeGroup(lab, lab.source, projectId, strict);
  const ids = { [`project/${projectId}`]: there };
  const copies = [
    await makeGroup(lab, lab.destination, there, APART),
    await makeGroup(lab, lab.destination, there, strict),
  ];
  const found = await Promise.all(
    [first, second].map(async (id) =>
      serverGroup.find(lab.destination, await existing(serverGroup, lab.source, id), ids),
    ),
  );
  expect(found.map((groups) => groups.map(({ id }) => id))).toEqual(copies.map((id) => [id]));
});

test('two groups of a name and different policy each get their copy, and are found again', async () => {
  const there = await lab.makeProject(lab.destination, { name: `${lab.run}-two-ways` });
  const ids = { [`project/${projectId}`]: there };
  const { source, destination } = lab;
  const made: string[] = [];
  for (const policy of ['affinity', 'anti-affinity']) {
    made.push(await makeGroup(lab, source, projectId, { name: 'two-ways', policy, rules: {} }));
  }
  const copied = async (): Promise<string[]> => {
    const copies: string[] = [];
    for (const id of made) {
      const { destinationId } = await copyToLab(lab, { kind: serverGroup, id, ids });
      copies.push(destinationId);
    }
    return copies;
  };
  const copies = await copied();
  for (const id of copies) lab.atEnd(() => deleteServerGroup(destination, id));
  expect(await Promise.all(copies.map((id) => serverGroup.get(destination, id)))).toMatchObject([
    { policy: 'affinity' },
    { policy: 'anti-affinity' },
  ]);
  expect(await copied()).toEqual(copies);
  // Listed, as by `strategy: all`, they know the same of each other.
  const listed = await collect(serverGroup.list(source, { project: projectId }));
  const namesakes = listed.filter(({ hasNamesake }) => hasNamesake).map(({ id }) => id);
  expect(namesakes).toEqual(expect.arrayContaining(made));
});

test('twins in the source are a blocker', async () => {
  const twins = { name: 'twins', policy: 'soft-affinity', rules: {} };
  const id = await makeGroup(lab, lab.source, projectId, twins);
  const concerns = async (): Promise<unknown> =>
    serverGroup.concerns?.(lab.preflight(), await existing(serverGroup, lab.source, id));
  expect(await concerns()).toEqual([]);
  await makeGroup(lab, lab.source, projectId, twins);
  expect(await concerns()).toMatchObject([{ severity: 'blocker', code: 'ambiguous-server-group' }]);
});
