import { afterAll, beforeAll, expect, test } from 'vitest';
import { giveAccess, takeAccess } from '../../src/activities/access.ts';
import { collect } from '../../src/resources/collect.ts';
import { z } from 'zod';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';

let lab: Lab;
let project: string;
beforeAll(async () => {
  lab = await openLab();
  const body = { project: { name: lab.run, domain_id: 'default', tags: ['theirs'] } };
  project = await lab.make(lab.destination, 'identity', { path: '/projects', body });
});
afterAll(() => lab?.end());

const give = (migration: string) => giveAccess(lab.destination, project, migration);
const take = (migration: string) => takeAccess(lab.destination, project, migration);

async function rolesAndTags(): Promise<readonly [number, readonly string[]]> {
  const { userId } = await lab.destination.identity();
  const roles = lab.destination.list('identity', {
    path: '/role_assignments',
    key: 'role_assignments',
    schema: z.looseObject({}),
    query: { 'user.id': userId, 'scope.project.id': project },
  });
  const { tags } = await lab.destination.request('identity', {
    path: `/projects/${project}/tags`,
    schema: z.looseObject({ tags: z.array(z.string()) }),
  });
  const migrations = tags.map((tag) => tag.replace(/^pumphouse:operator=\w+:/, ''));
  return [(await collect(roles)).length, migrations.toSorted()];
}

test('given for two migrations, the role stays until the last one leaves', async () => {
  await Promise.all([give('one'), give('two'), give('two')]);
  expect(await rolesAndTags()).toEqual([1, ['one', 'theirs', 'two']]);
  await take('one');
  await take('one');
  expect(await rolesAndTags()).toEqual([1, ['theirs', 'two']]);
  await take('two');
  expect(await rolesAndTags()).toEqual([0, ['theirs']]);
});

test('two that leave in the same moment leave no role', async () => {
  await Promise.all([give('one'), give('two')]);
  await Promise.all([take('one'), take('two')]);
  expect(await rolesAndTags()).toEqual([0, ['theirs']]);
});

test('one that comes while the other leaves has it', async () => {
  await give('one');
  await Promise.all([take('one'), give('two')]);
  expect(await rolesAndTags()).toEqual([1, ['theirs', 'two']]);
  await take('two');
});

test("the operator's own role is not taken", async () => {
  const { userId } = await lab.destination.identity();
  const { roles } = await lab.destination.request('identity', {
    path: '/roles?name=member',
    schema: z.object({ roles: z.array(z.looseObject({ id: z.string() })) }),
  });
  const path = `/projects/${project}/users/${userId}/roles/${roles[0]?.id ?? ''}`;
  await lab.destination.call('identity', { method: 'PUT', path });
  await give('one');
  await take('one');
  expect(await rolesAndTags()).toEqual([1, ['theirs']]);
});
