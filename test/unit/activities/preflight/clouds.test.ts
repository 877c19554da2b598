import { expect, test } from 'vitest';
import { oldComputes } from '../../../../src/activities/preflight/microversions.ts';
import { missingServices } from '../../../../src/activities/preflight/services.ts';
import { json, startLocalCloud } from '../../openstack/local-cloud.ts';
import { scopeOf } from './scope.ts';

const SERVER = ['server', { id: 's', name: 'web1' }] as const;
const PORT = ['port', { id: 'p', name: 'front' }] as const;

async function computeUpTo(version: string) {
  const document = { id: 'v2.1', version, min_version: '2.1' };
  const { cloud } = await startLocalCloud((_request, response) =>
    json(response, 200, { version: document }),
  );
  return cloud;
}

test('a destination without a service that the plan needs is a blocker, once for all it needs it for', async () => {
  const { cloud } = await startLocalCloud((_request, response) => json(response, 404, {}), {
    settings: { region_name: 'Elsewhere' },
  });
  const found = await missingServices(
    scopeOf({ destination: cloud }, [PORT, ['port', { id: 'q', name: 'back' }], SERVER]),
  );
  expect(found.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
    'blocker: local has no network service in its catalog, which 2 resources of this plan need.',
    'blocker: local has no compute service in its catalog, which 1 resource of this plan needs.',
  ]);
  expect(found[0]?.remedy).toContain('network_endpoint_override');
});

test('a service that is there is no concern', async () => {
  const destination = await computeUpTo('2.93');
  expect(await missingServices(scopeOf({ destination }, [SERVER, PORT]))).toEqual([]);
});

test('a Nova from before Pike cannot take marked servers, in either cloud', async () => {
  const [old, young] = [await computeUpTo('2.38'), await computeUpTo('2.52')];
  const concerns = (source: typeof old, destination: typeof old) =>
    oldComputes(scopeOf({ source, destination }, [SERVER]));
  expect(await concerns(young, young)).toEqual([]);
  expect(await concerns(young, old)).toMatchObject([{ code: 'microversion-missing' }]);
  const [of] = await concerns(old, young);
  expect(of?.message).toContain(
    'up to 2.38, and 1 server cannot be marked with tags, which came with 2.52 (Pike): web1.',
  );
  expect(await oldComputes(scopeOf({ source: old, destination: old }, [PORT]))).toEqual([]);
});

const flavor = (id: string, description: string | null) =>
  ['flavor', { id, name: id, description }] as const;
const group = (id: string, policy: string, rules: object) =>
  ['server-group', { id, name: id, policy, rules, project_id: 'p' }] as const;
const has = (version: string) => `local has compute microversions up to ${version}, and`;

test('what an older Nova cannot keep is told for each kind that asks for it, and nothing of those that do not', async () => {
  const plan = [
    flavor('plain', null),
    flavor('gold', 'the best'),
    group('apart', 'anti-affinity', {}),
    group('spread', 'anti-affinity', { max_server_per_host: 3 }),
    group('soft', 'soft-affinity', {}),
    ['keypair', { id: 'u/road', name: 'road' }],
  ] as const;
  const found = async (version: string) => {
    const destination = await computeUpTo(version);
    const source = await computeUpTo('2.93');
    const concerns = await oldComputes(scopeOf({ source, destination }, plan));
    return concerns.map(({ severity, message }) => `${severity}: ${message}`);
  };
  expect(await found('2.64')).toEqual([]);
  expect(await found('2.60')).toEqual([
    `blocker: ${has('2.60')} 1 server group cannot keep rules, which came with 2.64 (Rocky): spread.`,
  ]);
  expect(await found('2.3')).toEqual([
    `warning: ${has('2.3')} 1 flavor cannot keep a description, which came with 2.55 (Queens): gold.`,
    `blocker: ${has('2.3')} 1 server group cannot keep rules, which came with 2.64 (Rocky): spread.`,
    `blocker: ${has('2.3')} 1 server group cannot have a soft policy, which came with 2.15 (Mitaka): soft.`,
    `blocker: ${has('2.3')} 1 keypair cannot be read or made for another user, which came with 2.10 (Liberty): road.`,
  ]);
});
