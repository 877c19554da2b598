import { expect, test } from 'vitest';
import { setMark } from '../../../../src/resources/quota/mark.ts';
import { json, startLocalCloud } from '../../openstack/local-cloud.ts';
import type { LocalCloud } from '../../openstack/local-cloud.ts';

const DONE = { state: 'done' as const, users: [] };
const BEGUN = { state: 'begun' as const, users: [] };

/** A Keystone in which another worker writes its own word over each of ours. */
function keystone(theirs: object): Promise<LocalCloud> {
  return startLocalCloud(({ method }, response) => {
    const project = { id: 'p', name: 'p', domain_id: 'default', enabled: true, is_domain: false };
    json(response, 200, {
      project: { ...project, ...(method === 'GET' && { pumphouse_quotas: theirs }) },
    });
  });
}

const writes = ({ seen }: LocalCloud): number =>
  seen.filter(({ method }) => method === 'PATCH').length;

test('that quotas are done stands: a worker that only begins does not take the word back', async () => {
  const local = await keystone(DONE);
  await setMark(local.cloud, 'p', BEGUN);
  expect(writes(local)).toBe(1);
});

test('that they are done is said again where a worker that begins has written over it, and told where it never stays', async () => {
  const local = await keystone(BEGUN);
  await expect(setMark(local.cloud, 'p', DONE)).rejects.toThrow('does not keep what is said');
  expect(writes(local)).toBeGreaterThan(1);
});
