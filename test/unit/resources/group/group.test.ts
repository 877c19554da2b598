import { expect, test } from 'vitest';
import { collect } from '../../../../src/resources/collect.ts';
import { group } from '../../../../src/resources/group/index.ts';
import { json, startLocalCloud } from '../../openstack/local-cloud.ts';

const GROUPS = ['there', 'gone'].map((id) => ({ id, name: id, domain_id: 'default' }));

test('a group that is removed while all are listed is passed over', async () => {
  const { cloud } = await startLocalCloud(({ url }, response) => {
    const { pathname } = new URL(url, 'http://local');
    if (pathname === '/v3/domains') return json(response, 200, { domains: [{ id: 'default' }] });
    if (pathname === '/v3/groups') return json(response, 200, { groups: GROUPS });
    if (pathname === '/v3/groups/there/users') return json(response, 200, { users: [{ id: 'u' }] });
    return json(response, 404, { error: { message: 'Could not find group: gone.', code: 404 } });
  });
  expect(await collect(group.list(cloud, {}))).toMatchObject([{ id: 'there', members: ['u'] }]);
});
