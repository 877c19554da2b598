import { randomBytes } from 'node:crypto';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { router } from '../../src/resources/router/index.ts';
import type { Lab } from './lab.ts';

type Body = Readonly<Record<string, unknown>>;

/** Makes one resource of the network API; answers its id. `one` is its key in a body: `security_group`. */
export function makeNeutron(lab: Lab, cloud: Cloud, one: string, body: Body): Promise<string> {
  const path = `/${one.replaceAll('_', '-').replace(/y$/, 'ie')}s`;
  return lab.make(cloud, 'network', { path, body: { [one]: body } });
}

/** A QoS policy with rules, by type. */
export async function makePolicy(
  lab: Lab,
  cloud: Cloud,
  { policy, rules = {} }: { readonly policy: Body; readonly rules?: Record<string, Body[]> },
): Promise<string> {
  const path = '/qos/policies';
  const id = await lab.make(cloud, 'network', { path, body: { policy } });
  for (const [type, all] of Object.entries(rules)) {
    for (const rule of all) {
      await cloud.call('network', {
        method: 'POST',
        path: `${path}/${id}/${type}_rules`,
        body: { [`${type}_rule`]: rule },
      });
    }
  }
  return id;
}

export async function changeNeutron(cloud: Cloud, path: string, body: Body): Promise<void> {
  await cloud.call('network', { method: 'PUT', path, body });
}

export async function tagNeutron(
  cloud: Cloud,
  path: string,
  tags: readonly string[],
): Promise<void> {
  await changeNeutron(cloud, `${path}/tags`, { tags });
}

/** A project of the source with a network and an IPv4 subnet. */
export interface Ground {
  readonly project: string;
  readonly network: string;
  readonly subnet: string;
}

export async function makeGround(lab: Lab): Promise<Ground> {
  const project = await lab.makeProject(lab.source);
  const network = await makeNeutron(lab, lab.source, 'network', {
    name: 'front',
    project_id: project,
  });
  const subnet = await makeNeutron(lab, lab.source, 'subnet', {
    name: 'front-v4',
    project_id: project,
    network_id: network,
    cidr: '10.10.0.0/24',
    ip_version: 4,
    gateway_ip: '10.10.0.1',
    allocation_pools: [{ start: '10.10.0.50', end: '10.10.0.60' }],
  });
  return { project, network, subnet };
}

/** The name of an external network that a test file makes in both clouds, and its mapping. */
export function externalNetwork(): {
  readonly name: string;
  readonly mappings: { readonly network: Readonly<Record<string, string>> };
} {
  const name = `contract-outside-${randomBytes(4).toString('hex')}`;
  return { name, mappings: { network: { [name]: name } } };
}

/** Answers the ids of the two. */
export async function makeExternal(
  lab: Lab,
  name: string,
): Promise<{ readonly source: string; readonly destination: string }> {
  const make = async (cloud: Cloud): Promise<string> => {
    const id = await makeNeutron(lab, cloud, 'network', { name, 'router:external': true });
    await makeNeutron(lab, cloud, 'subnet', {
      name,
      network_id: id,
      cidr: '198.51.100.0/24',
      ip_version: 4,
      enable_dhcp: false,
      // Neutron draws from it for routers; addresses that a test chooses lie outside.
      allocation_pools: [{ start: '198.51.100.2', end: '198.51.100.99' }],
    });
    return id;
  };
  return { source: await make(lab.source), destination: await make(lab.destination) };
}

/** A router of the source from a ground's subnet out to an external network; answers its id. */
export async function makeWayOut(
  lab: Lab,
  { project, subnet }: Ground,
  external: string,
): Promise<string> {
  const id = await makeNeutron(lab, lab.source, 'router', {
    project_id: project,
    external_gateway_info: { network_id: external },
  });
  await changeNeutron(lab.source, `/routers/${id}/add_router_interface`, { subnet_id: subnet });
  lab.atEnd(() => router.remove(lab.source, id));
  return id;
}
