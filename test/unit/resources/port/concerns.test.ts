import { expect, test } from 'vitest';
import { concerns } from '../../../../src/resources/port/concerns.ts';
import { ports } from '../../../../src/resources/port/schema.ts';
import { json, startLocalCloud } from '../../openstack/local-cloud.ts';

const named = {
  id: 'port',
  name: 'front',
  project_id: 'project',
  network_id: 'network',
  mac_address: 'fa:16:3e:aa:00:60',
  admin_state_up: true,
  status: 'DOWN',
  device_id: '',
  device_owner: '',
  fixed_ips: [],
  dns_name: 'www',
};

async function missing(extensions: readonly string[], port: object): Promise<string[]> {
  const { cloud } = await startLocalCloud((_request, response) =>
    json(response, 200, { extensions: extensions.map((alias) => ({ alias })) }),
  );
  const context = { source: cloud, destination: cloud, ids: {}, mappings: {} };
  return (await concerns(context, ports.schema.parse(port))).map(({ message }) => message);
}

test('a DNS name that the copy is to have needs its extension; a server’s port has its server’s', async () => {
  expect(await missing(['dns-integration'], named)).toEqual([]);
  expect(await missing([], named)).toEqual([
    'Port front (fa:16:3e:aa:00:60) has a DNS name, and so needs the network extension dns-integration, which local does not have.',
  ]);
  expect(await missing([], { ...named, device_id: 'server' })).toEqual([]);
});
