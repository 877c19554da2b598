import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { createServerGroup, deleteServerGroup } from '../../src/resources/server-group/api.ts';
import { serverGroup } from '../../src/resources/server-group/index.ts';
import type { ServerGroup } from '../../src/resources/server-group/schema.ts';
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

test('twins in the source are a blocker', async () => {
  const twins = { name: 'twins', policy: 'soft-affinity', rules: {} };
  const id = await makeGroup(lab, lab.source, projectId, twins);
  const concerns = async (): Promise<unknown> =>
    serverGroup.concerns?.(lab.preflight(), await existing(serverGroup, lab.source, id));
  expect(await concerns()).toEqual([]);
  await makeGroup(lab, lab.source, projectId, twins);
  expect(await concerns()).toMatchObject([{ severity: 'blocker', code: 'ambiguous-server-group' }]);
});
