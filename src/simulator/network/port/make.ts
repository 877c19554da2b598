import type { Call } from '../../http/call.ts';
import { chooseAddresses, takeAddresses } from '../address/allocate.ts';
import type { Wish } from '../address/allocate.ts';
import { macKey, randomMac } from '../address/mac.ts';
import { kept } from '../dns/view.ts';
import { ensureDefaultGroup } from '../group/default.ts';
import type { Neutron } from '../neutron.ts';
import { checkRules, policyOf } from '../qos/bind.ts';
import { checkQuota } from '../quota.ts';
import { conflict } from '../refuse.ts';
import { newThing } from '../rest/thing.ts';
import type { Body } from '../rest/thing.ts';
import type { Network, Port, State } from '../state.ts';
import { networkOf } from '../subnet/make.ts';
import { vifFor, wire } from './binding.ts';
import { checkGroups, checkNewSecurity } from './security.ts';

type Option = Port['dhcpOptions'][number];

/** @throws Refusal 400, 404, 409 */
export function makePort(neutron: Neutron, body: Body, call: Pick<Call, 'token' | 'fate'>): Port {
  const { state } = neutron;
  // Neutron does before it looks at anything else: also for a port that it refuses then.
  admit(neutron, body);
  const network = networkOf(state, body);
  const groups = body['security_groups'];
  policyOf(state, body, call.token);
  if (body['port_security_enabled'] !== false) checkGroups(state, groups, call.token);
  return add(neutron, network, body, call.fate);
}

/** Its project has its default group from then on. @throws Refusal 409 */
function admit(neutron: Neutron, body: Body): void {
  const projectId = projectOf(body);
  checkQuota(neutron.state, 'port', projectId);
  if (projectId !== '') ensureDefaultGroup(neutron, projectId);
}

function projectOf(body: Body): string {
  return (body['project_id'] as string | undefined) ?? '';
}

/** A port that Neutron or Nova wants: nobody's rights are asked for. @throws Refusal 400, 404, 409 */
export function addPort(neutron: Neutron, network: Network, body: Body): Port {
  admit(neutron, body);
  return add(neutron, network, body);
}

function add(neutron: Neutron, network: Network, body: Body, fate?: Call['fate']): Port {
  const { state, cloud } = neutron;
  const projectId = projectOf(body);
  const macAddress = macFor(state, network, body['mac_address'] as string | undefined);
  const wishes = body['fixed_ips'] as readonly Wish[] | undefined;
  const deviceOwner = (body['device_owner'] as string | undefined) ?? '';
  const security = securityOf(neutron, network, { body, projectId, deviceOwner });
  const fixedIps = chooseAddresses(state, network, { wishes, mac: macAddress, deviceOwner });
  const thing = newThing(cloud.clock, { ...body, project_id: projectId });
  const qosPolicyId = (body['qos_policy_id'] as string | null | undefined) ?? null;
  checkRules(state, qosPolicyId, { port: thing.id });
  const port: Port = {
    ...thing,
    qosPolicyId,
    networkId: network.id,
    macAddress,
    ...ownValues(body),
    deviceOwner,
    fixedIps,
    ipAllocation: wishes?.length === 0 ? 'none' : 'immediate',
    addressPairs: pairsOf(body['allowed_address_pairs'], macAddress),
    dhcpOptions: optionsOf([], body['extra_dhcp_opts']),
    ...security,
    ...dnsOf(neutron, body),
    deviceProfile: (body['device_profile'] as string | null | undefined) ?? null,
    ...bindingOf(body),
    vif: 'unbound',
    fate: fate === 'wrong-hash' ? undefined : fate,
  };
  port.vif = vifFor(neutron, port);
  takeAddresses(state, port.id, fixedIps);
  state.ports.add(port);
  wire(neutron, port);
  return port;
}

function ownValues(body: Body): Pick<Port, 'adminStateUp' | 'status' | 'deviceId'> {
  return {
    adminStateUp: (body['admin_state_up'] as boolean | undefined) ?? true,
    status: (body['status'] as string | undefined) ?? 'DOWN',
    deviceId: (body['device_id'] as string | undefined) ?? '',
  };
}

function dnsOf(neutron: Neutron, body: Body): Pick<Port, 'dnsName' | 'dnsDomain'> {
  return { dnsName: kept(neutron, body['dns_name']), dnsDomain: kept(neutron, body['dns_domain']) };
}

function bindingOf(body: Body): Pick<Port, 'vnicType' | 'profile' | 'host'> {
  return {
    vnicType: (body['binding:vnic_type'] as string | undefined) ?? 'normal',
    profile: (body['binding:profile'] as Record<string, unknown> | null | undefined) ?? {},
    host: (body['binding:host_id'] as string | null | undefined) ?? '',
  };
}

function securityOf(
  neutron: Neutron,
  network: Network,
  about: { readonly body: Body; readonly projectId: string; readonly deviceOwner: string },
): Pick<Port, 'portSecurity' | 'securityGroupIds'> {
  const { body, projectId, deviceOwner } = about;
  const isService = deviceOwner.startsWith('network:');
  const asked = body['port_security_enabled'] as boolean | undefined;
  const portSecurity = asked ?? (network.portSecurity && !isService);
  const groups = body['security_groups'] as readonly string[] | undefined;
  const pairs = (body['allowed_address_pairs'] as readonly unknown[] | undefined) ?? [];
  checkNewSecurity({ security: portSecurity, groups, pairs });
  if (!portSecurity) return { portSecurity, securityGroupIds: [] };
  if (groups !== undefined) return { portSecurity, securityGroupIds: groups.toSorted() };
  if (isService || projectId === '') return { portSecurity, securityGroupIds: [] };
  return { portSecurity, securityGroupIds: [ensureDefaultGroup(neutron, projectId).id] };
}

/** @throws Refusal 409 where it is in use in the network */
export function macFor(state: State, { id }: Network, asked: string | undefined): string {
  const inUse = (mac: string): boolean =>
    state.ports.by('mac', macKey(mac)).some(({ networkId }) => networkId === id);
  if (asked === undefined) {
    let mac = randomMac();
    while (inUse(mac)) mac = randomMac();
    return mac;
  }
  if (!inUse(asked)) return asked;
  throw conflict(
    'MacAddressInUse',
    `Unable to complete operation for network ${id}. The mac address ${asked} is in use.`,
  );
}

/** In the order of Neutron's table: by MAC address, then by IP address. */
export function pairsOf(given: unknown, mac: string): Port['addressPairs'] {
  const pairs = (given as { mac_address?: string; ip_address: string }[] | undefined) ?? [];
  return pairs
    .map(({ mac_address = mac, ip_address }) => ({ mac_address, ip_address }))
    .toSorted((one, other) => (pairKey(one) < pairKey(other) ? -1 : 1));
}

function pairKey(pair: Port['addressPairs'][number]): string {
  return `${pair.mac_address} ${pair.ip_address}`;
}

/** Options by name and IP version; one without a value goes. */
export function optionsOf(before: readonly Option[], given: unknown): readonly Option[] {
  const options = new Map(before.map((each) => [`${each.opt_name} ${each.ip_version}`, each]));
  for (const each of (given ?? []) as (Option & { opt_value: string | null })[]) {
    const key = `${each.opt_name} ${each.ip_version}`;
    if (each.opt_value === null) options.delete(key);
    else options.set(key, each);
  }
  return [...options.values()];
}
