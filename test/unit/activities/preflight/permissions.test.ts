import { expect, test } from 'vitest';
import { permissions } from '../../../../src/activities/preflight/permissions.ts';
import type { Answer } from '../../openstack/local-cloud.ts';
import { json, startLocalCloud } from '../../openstack/local-cloud.ts';
import { scopeOf } from './scope.ts';

type Resources = Parameters<typeof scopeOf>[1];

const project = (id: string) => ['project', { id, name: id }] as const;
const network = ['network', { id: 'n', name: 'n', project_id: 'theirs' }] as const;
const server = [
  'server',
  { id: 's', name: 'web1', projectId: 'theirs', ports: [{ id: 'p' }] },
] as const;

/** What is said of a plan, and what the clouds (one cloud in both roles) were asked beside their versions. */
async function asked(answer: Answer, resources: Resources, more: object = {}) {
  const { cloud, seen } = await startLocalCloud(answer);
  const scope = scopeOf({ source: cloud, destination: cloud }, resources);
  const found = await permissions({ ...scope, ...more });
  return {
    messages: found.map(({ severity, message }) => `${severity}: ${message}`),
    calls: seen.filter(({ url }) => !/^\/(\w+\/)?(v\d[^/]*\/?)?$/.test(url)),
  };
}

const always =
  (status: number): Answer =>
  (_request, response) =>
    json(response, status, {});

test('an administrator whom the policies of a cloud deny something is told of it', async () => {
  const { messages } = await asked(
    ({ method }, response) => json(response, method === 'PATCH' ? 403 : 404, {}),
    [project('a'), network],
  );
  expect(messages).toEqual([
    'blocker: User op of local (roles admin in project p) may not make projects: PATCH is answered with 403 by identity.',
  ]);
});

test('a right is tried once, however many need it, and not at all for one project of a plan that was looked at', async () => {
  const many = Array.from({ length: 50 }, (_each, index) => project(`p${index}`));
  expect((await asked(always(404), many)).calls.map(({ method }) => method)).toEqual(['PATCH']);
  expect((await asked(always(403), many, { isPart: true })).calls).toEqual([]);
});

test.each([400, 404, 409, 413, 500, 503])(
  'an answer that is no refusal (%i) is no concern, and is not asked for again',
  async (status) => {
    const { messages, calls } = await asked(always(status), [project('a'), network, server]);
    expect(messages).toEqual([]);
    const tried = calls.filter(({ method }) => method !== 'GET').map(({ url }) => url);
    expect(tried.length).toBeGreaterThan(2);
    expect(new Set(tried).size).toBe(tried.length);
  },
);

test('what is made in the project of the login itself needs no word in others', async () => {
  const resources = [network] as const;
  const ids = { 'project/theirs': 'p1' };
  expect((await asked(always(403), resources, { ids })).calls).toEqual([]);
  expect((await asked(always(403), resources)).messages).toHaveLength(1);
});

/** Neutron, of subnets and ports. */
const says =
  (words: string, status: number): Answer =>
  ({ url }, response) =>
    json(response, /subnets|ports/.test(url) ? status : 404, {
      NeutronError: { message: words, type: 'HTTPNotFound', detail: '' },
    });

const said = async (words: string, status: number, resources: Resources) =>
  (await asked(says(words, status), resources)).messages.map(
    (message) => /may not (.*):/.exec(message)?.[1],
  );

test('Neutron’s own ways to refuse count, and its words for what is gone do not', async () => {
  const privileges =
    "Specifying 'project_id' or 'tenant_id' other than the authenticated project in request requires admin privileges";
  expect(await said(privileges, 400, [network])).toEqual([
    'make networks and ports for other projects',
  ]);
  expect(await said("Unrecognized attribute(s) 'cidr'", 400, [network])).toEqual([]);
  const hidden = 'The resource could not be found.';
  expect(await said(hidden, 404, [server])).toEqual(['change the ports of server web1']);
  expect(await said('Port p could not be found.', 404, [server])).toEqual([]);
});
