import { expect, test } from 'vitest';
import { knownZones, missingZones } from '../../../../src/resources/neutron/concern.ts';
import { kindOf } from '../../../../src/resources/registry.ts';
import { json, startLocalCloud } from '../../openstack/local-cloud.ts';

const OFFERED = [
  { name: 'west-1', resource: 'router' },
  { name: 'west-2', resource: 'router' },
  { name: 'east-3', resource: 'network' },
];

/** Neutron that has these zones, and makes what it is asked to. */
async function neutron() {
  const made: unknown[] = [];
  const { cloud: destination } = await startLocalCloud(({ method, url, body }, response) => {
    if (method === 'POST') {
      made.push(JSON.parse(body));
      json(response, 201, { network: { id: 'n1' }, router: { id: 'r1' } });
    } else if (url.includes('/availability_zones')) {
      json(response, 200, { availability_zones: OFFERED });
    } else json(response, 200, { extensions: [] });
  });
  return { destination, made };
}

const hinting = (...hints: string[]) => ({
  kind: 'router',
  id: '1',
  name: 'gw',
  availability_zone_hints: hints,
});

test('a hint is followed to the zone that the spec makes of it, also by a pattern', async () => {
  const { destination } = await neutron();
  const mappings = { 'availability-zone': { 'east-*': 'west-*', old: 'west-1' } };
  const zones = (...hints: string[]) =>
    knownZones({ destination, mappings }, { kind: 'router', availability_zone_hints: hints });
  expect(await zones('east-2', 'east-1', 'old')).toEqual(['west-2', 'west-1']);
  expect(await zones('west-2')).toEqual(['west-2']);
  expect(await zones('east-9')).toBeUndefined();
});

test('a hint that leads nowhere is told, with what it is mapped to', async () => {
  const { destination } = await neutron();
  const told = async (mappings: object, ...hints: string[]) =>
    (
      await missingZones(
        { destination, mappings: { 'availability-zone': { ...mappings } } },
        hinting(...hints),
      )
    ).map(({ message }) => message);
  expect(await told({ 'east-*': 'west-*' }, 'east-1', 'east-2')).toEqual([]);
  // That is a zone for networks.
  expect(await told({}, 'east-3')).toEqual([
    'router gw hints at availability zone east-3, which local does not have for routers: it is made without.',
  ]);
  expect(await told({ 'east-*': 'west-*' }, 'east-3')).toEqual([
    'router gw hints at availability zone east-3 (mapped to west-3), which local does not have for routers: it is made without.',
  ]);
});

test.each([
  ['network', { 'east-*': 'east-3' }, 'east-3'],
  ['router', { 'east-*': 'west-*' }, 'west-1'],
])('a %s is made with the zone that its hint is mapped to', async (name, zones, there) => {
  const { destination, made } = await neutron();
  const source = {
    ...hinting('east-1'),
    project_id: 'p',
    tags: [],
    'router:external': false,
    interfaces: [],
    routes: [],
  };
  await kindOf(name).create(
    {
      destination,
      ids: { 'project/p': 'q' },
      mappings: { 'availability-zone': zones },
      provenance: { source: '1', migration: 'acme' },
    } as never,
    source,
  );
  expect(made).toMatchObject([{ [name]: { availability_zone_hints: [there] } }]);
});
