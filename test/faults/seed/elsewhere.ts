import type { Cloud } from '../../../src/openstack/cloud.ts';
import { makeKeypair, makeServerGroup } from './company.ts';
import { makePublic } from './destination.ts';
import { makeFlavor } from './flavor.ts';
import { makeImage } from './image.ts';
import { make, makeNeutron, put } from './make.ts';
import type { Doors } from './make.ts';
import {
  forward,
  makeNetwork,
  makePolicy,
  makePool,
  makeSecurityGroup,
  makeTrunk,
  share,
} from './network.ts';
import { roleNamed, setQuotas } from './people.ts';
import { SECRETS } from './shapes.ts';

/** A domain whose project has no server: what only `strategy: all` comes across. `logIn`: as its user. */
export async function seedElsewhere(
  cloud: Cloud,
  logIn: (user: string, project: string, domain: string) => Promise<Cloud>,
): Promise<void> {
  const { project, guests } = await makeDomain(cloud);
  const doors = { cloud, member: await logIn('bob', 'research', 'labs') };
  await makeFlavor(cloud, 'secret', project);
  await makeImage(cloud, { name: 'tools', owner: project, user: guests });
  await makeKeypair(doors.member, 'bob');
  await makeServerGroup(doors.member, 'spread');
  await makeNetworks(doors, project, guests);
}

async function makeDomain(
  cloud: Cloud,
): Promise<{ readonly project: string; readonly guests: string }> {
  const of = {
    domain_id: await make(cloud, 'identity', '/domains', {
      domain: { name: 'labs', description: 'Bought last year' },
    }),
  };
  const project = await make(cloud, 'identity', '/projects', {
    project: { name: 'research', description: 'Of rockets', tags: ['gold'], ...of },
  });
  const guests = await make(cloud, 'identity', '/projects', { project: { name: 'guests', ...of } });
  const user = await make(cloud, 'identity', '/users', {
    user: { name: 'bob', password: SECRETS[2], default_project_id: project, ...of },
  });
  const group = await make(cloud, 'identity', '/groups', {
    group: { name: 'scientists', description: 'All of them', ...of },
  });
  const own = await make(cloud, 'identity', '/roles', {
    role: { name: 'curator', description: 'Of the domain', ...of },
  });
  const member = await roleNamed(cloud, 'member');
  const reader = await roleNamed(cloud, 'reader');
  for (const path of [
    `/groups/${group}/users/${user}`,
    `/roles/${own}/implies/${reader}`,
    `/projects/${project}/users/${user}/roles/${member}`,
    `/projects/${project}/groups/${group}/roles/${own}`,
    `/domains/${of.domain_id}/users/${user}/roles/${member}`,
    `/OS-INHERIT/domains/${of.domain_id}/groups/${group}/roles/${reader}/inherited_to_projects`,
    `/system/users/${user}/roles/${reader}`,
  ]) {
    await put(cloud, 'identity', path);
  }
  await setQuotas(cloud, project, user);
  return { project, guests };
}

async function makeNetworks(doors: Doors, project: string, guests: string): Promise<void> {
  const { cloud, member } = doors;
  const external = await makePublic(cloud);
  const pool = await makePool(cloud, { owner: guests, user: project, prefix: '10.2.0.0/16' });
  const policy = await makePolicy(cloud, 'thin', project);
  const inside = { name: 'field', cidr: '10.2.0.0/24', gateway: '203.0.113.120' };
  const { network, subnet } = await makeNetwork(doors, {
    ...inside,
    project,
    external,
    pool,
    policy,
  });
  await share(cloud, {
    object_type: 'network',
    object_id: network,
    owner: project,
    target: guests,
  });
  const securityGroup = await makeSecurityGroup(member);
  const makePort = (name: string, ip_address: string): Promise<string> =>
    makeNeutron(member, 'port', {
      name,
      description: 'waits for a server',
      network_id: network,
      fixed_ips: [{ subnet_id: subnet, ip_address }],
      security_groups: [securityGroup],
    });
  const parent = await makePort('spare', '10.2.0.20');
  const vlans = await makeNeutron(member, 'network', { name: 'rails' });
  await makeTrunk(member, { name: 'spare', parent, network: vlans, tag: 7 });
  const behind = await makePort('behind', '10.2.0.21');
  const makeAddress = (floating_ip_address: string, more: object = {}): Promise<string> =>
    makeNeutron(cloud, 'floatingip', {
      floating_network_id: external,
      floating_ip_address,
      project_id: project,
      description: 'kept',
      ...more,
    });
  await makeAddress('203.0.113.130');
  await makeAddress('203.0.113.131', { port_id: behind });
  const floatingIp = await makeAddress('203.0.113.132');
  await forward(cloud, { floatingIp, port: parent, address: '10.2.0.20', outside: 2200 });
}
