import type { Cloud } from '../../../src/openstack/cloud.ts';
import { make } from './make.ts';

/** The external network that both clouds have. */
export async function makePublic(cloud: Cloud): Promise<string> {
  const network = await make(cloud, 'network', '/networks', {
    network: { name: 'public', 'router:external': true },
  });
  await make(cloud, 'network', '/subnets', {
    subnet: {
      name: 'public',
      network_id: network,
      ip_version: 4,
      cidr: '203.0.113.0/24',
      enable_dhcp: false,
      allocation_pools: [{ start: '203.0.113.100', end: '203.0.113.200' }],
    },
  });
  return network;
}

/** A destination with what its operators have prepared, and with what belongs to others. */
export async function prepareDestination(cloud: Cloud): Promise<void> {
  await makePublic(cloud);
  const project = await make(cloud, 'identity', '/projects', {
    project: { name: 'others', domain_id: 'default' },
  });
  const network = await make(cloud, 'network', '/networks', {
    network: { name: 'backend', project_id: project },
  });
  await make(cloud, 'network', '/subnets', {
    subnet: { name: 'backend', network_id: network, ip_version: 4, cidr: '10.1.0.0/24' },
  });
  await make(cloud, 'compute', '/flavors', {
    flavor: { name: 'theirs', vcpus: 1, ram: 512, disk: 1 },
  });
}
