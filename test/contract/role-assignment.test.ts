import { afterAll, beforeAll, expect, test } from 'vitest';
import { collect } from '../../src/resources/collect.ts';
import { roleAssignment } from '../../src/resources/role-assignment/index.ts';
import { makeDomain, makeGroup, makeRole, makeUser, roleNamed } from './identity-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { describeKind, existing } from './resource-kind.suite.ts';

type Target = 'project' | 'domain' | 'system';

interface Sort {
  readonly actor: 'user' | 'group';
  readonly target: Target;
  readonly inherited?: boolean;
}

const SORTS: readonly Sort[] = [
  { actor: 'user', target: 'project' },
  { actor: 'group', target: 'project', inherited: true },
  { actor: 'group', target: 'domain' },
  { actor: 'user', target: 'domain', inherited: true },
  { actor: 'user', target: 'system' },
];

function pathOf(id: string): string {
  const [role = '', actor = '', target = '', inherited] = id.split('/');
  const [actorKind, actorId] = actor.split(':');
  const [targetKind, targetId] = target.split(':');
  const place = targetKind === 'system' ? '/system' : `/${targetKind}s/${targetId}`;
  const path = `${place}/${actorKind}s/${actorId}/roles/${role}`;
  return inherited === undefined ? path : `/OS-INHERIT${path}/inherited_to_projects`;
}

async function targetOf(lab: Lab, target: Target): Promise<string> {
  if (target === 'project') return lab.makeProject(lab.source);
  return target === 'domain' ? makeDomain(lab, lab.source, lab.run) : 'all';
}

for (const { actor, target, inherited = false } of SORTS) {
  describeKind({
    kind: roleAssignment,
    unique: true,
    async pick(lab) {
      const role = await makeRole(lab, lab.source, { name: lab.run });
      const make = actor === 'user' ? makeUser : makeGroup;
      const who = await make(lab, lab.source, { name: lab.run });
      const where = await targetOf(lab, target);
      const id = `${role}/${actor}:${who}/${target}:${where}${inherited ? '/inherited' : ''}`;
      await lab.source.call('identity', { method: 'PUT', path: pathOf(id) });
      return id;
    },
    foreign: {
      fate: 'reused',
      async make(lab, wanted, translate) {
        const to = wanted.target;
        const where = to.kind === 'system' ? to.id : translate(to.kind, to.id);
        const who = translate(wanted.actor.kind, wanted.actor.id);
        const role = translate('role', wanted.roleId);
        const id = `${role}/${actor}:${who}/${target}:${where}${inherited ? '/inherited' : ''}`;
        await lab.destination.call('identity', { method: 'PUT', path: pathOf(id) });
        return id;
      },
    },
  });
}

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.end());

const idsOf = async (scope: { readonly project?: string }) =>
  (await collect(roleAssignment.list(lab.source, scope))).map(({ id }) => id);

test("the operator's own roles, and those lent to operators, are not listed; others are", async () => {
  const project = await lab.makeProject(lab.source);
  const member = await roleNamed(lab.source, 'member');
  const reader = await roleNamed(lab.source, 'reader');
  const operator = await makeUser(lab, lab.source, { name: `${lab.run}-operator` });
  const give = async (role: string, user: string): Promise<string> => {
    const id = `${role}/user:${user}/project:${project}`;
    await lab.source.call('identity', { method: 'PUT', path: pathOf(id) });
    return id;
  };
  const { userId } = await lab.source.identity();
  const own = await give(member, userId);
  const lent = await give(member, operator);
  const lasting = await give(reader, operator);
  await lab.source.call('identity', {
    method: 'PUT',
    path: `/projects/${project}/tags/${encodeURIComponent(`pumphouse:operator=${operator}:other`)}`,
  });
  expect(await idsOf({ project })).toEqual([lasting]);
  const all = await idsOf({});
  expect(all).toContain(lasting);
  expect(all).not.toContain(own);
  expect(all).not.toContain(lent);
});

test('its name says who has what, and where', async () => {
  const user = await makeUser(lab, lab.source, { name: `${lab.run}-alice` });
  const id = `${await roleNamed(lab.source, 'reader')}/user:${user}/system:all`;
  await lab.source.call('identity', { method: 'PUT', path: pathOf(id) });
  const found = await existing(roleAssignment, lab.source, id);
  expect(found.name).toBe(`reader: ${lab.run}-alice on the system`);
});
