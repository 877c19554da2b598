import { expect, test } from 'vitest';
import { giveAccess } from '../../../src/activities/access.ts';
import { json, startLocalCloud } from '../openstack/local-cloud.ts';
import type { LocalCloud } from '../openstack/local-cloud.ts';

const TAG = 'pumphouse:operator=u1:acme';

/** A Keystone that refuses the tag at first: another call sets it in the same moment, or none does. */
function keystone(status: number, isSetElsewhere: boolean): Promise<LocalCloud> {
  const tags = new Set<string>();
  return startLocalCloud(({ method, url }, response) => {
    const { pathname } = new URL(url, 'http://local');
    if (pathname === '/v3/roles')
      return json(response, 200, { roles: [{ id: 'm', name: 'member' }] });
    if (pathname === '/v3/role_assignments') return json(response, 200, { role_assignments: [] });
    if (method === 'GET') return json(response, 200, { tags: [...tags] });
    if (!pathname.includes('/tags/')) return json(response, 204, {});
    if (isSetElsewhere) tags.add(TAG);
    return json(response, status, { error: { message: 'Duplicate entry.', code: status } });
  });
}

test.each([400, 409])(
  'a tag that another call sets in the same moment is set (%i)',
  async (status) => {
    const { cloud, seen } = await keystone(status, true);
    await giveAccess(cloud, 'p1', 'acme');
    expect(seen.at(-1)).toMatchObject({ method: 'PUT', url: '/v3/projects/p1/users/u1/roles/m' });
  },
);

test('a tag that may not be set gives no role', async () => {
  const { cloud, seen } = await keystone(403, false);
  await expect(giveAccess(cloud, 'p1', 'acme')).rejects.toThrow('403');
  expect(seen.filter(({ url }) => url.includes('/roles/'))).toEqual([]);
});
