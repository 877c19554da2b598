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
  expect(of?.message).toContain('up to 2.38, and 1 server cannot be marked');
  expect(await oldComputes(scopeOf({ source: old, destination: old }, [PORT]))).toEqual([]);
});
