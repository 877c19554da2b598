import { expect, test } from 'vitest';
import { collect } from '../../../../src/resources/collect.ts';
import { roleAssignment } from '../../../../src/resources/role-assignment/index.ts';
import { json, startLocalCloud } from '../../openstack/local-cloud.ts';
import type { LocalCloud } from '../../openstack/local-cloud.ts';

const GIVEN = {
  role: { id: 'r', name: 'reader' },
  user: { id: 'alice', name: 'alice' },
  scope: { project: { id: 'p', name: 'acme' } },
};

/** Keystone whose first listings name a project that is removed meanwhile. */
function keystone(misses: number): Promise<LocalCloud> {
  let asked = 0;
  return startLocalCloud(({ url }, response) => {
    if (url.startsWith('/v3/projects')) return json(response, 200, { projects: [] });
    asked += 1;
    if (asked > misses) return json(response, 200, { role_assignments: [GIVEN] });
    return json(response, 404, { error: { message: 'Could not find project: x.', code: 404 } });
  });
}

test('a project that is removed while role assignments are listed costs no more than another look', async () => {
  const { cloud } = await keystone(2);
  const listed = await collect(roleAssignment.list(cloud, {}));
  expect(listed.map(({ name }) => name)).toEqual(['reader: alice on acme']);
});

test('what Keystone does not find again and again is told', async () => {
  const { cloud } = await keystone(Infinity);
  await expect(roleAssignment.get(cloud, 'r/user:alice/project:p')).rejects.toThrow(
    'Could not find project: x.',
  );
});
