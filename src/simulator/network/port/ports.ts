import type { Token } from '../../http/call.ts';
import type { Refusal } from '../../http/refusal.ts';
import { networkAsker, newcomer } from '../access.ts';
import { canonicalIp } from '../address/ip.ts';
import { dnsDomain, dnsName } from '../dns/readers.ts';
import { domainOf } from '../dns/view.ts';
import type { Neutron } from '../neutron.ts';
import { invalidInput, missing } from '../refuse.ts';
import {
  ID,
  NAME,
  PROJECT,
  STANDARD,
  UP,
  anyone,
  attribute,
  byAdmin,
  networkOwner,
  networkSharer,
  onlyAdmin,
} from '../rest/attributes.ts';
import type { Attributes, Rule } from '../rest/attributes.ts';
import { owns } from '../rest/kind.ts';
import type { Kind, Match } from '../rest/kind.ts';
import { boolean, dictionary, oneOf, orNull, string, uuid, uuids } from '../rest/readers.ts';
import type { Body } from '../rest/thing.ts';
import type { Port, State } from '../state.ts';
import { changePort } from './change.ts';
import { checkNetwork } from '../subnet/make.ts';
import { makePort } from './make.ts';
import { addressPairs, dhcpOptions, fixedIps, mac } from './readers.ts';
import { removePortOf } from './remove.ts';
import { portView } from './view.ts';

const VNIC_TYPES = [
  'normal',
  'direct',
  'macvtap',
  'baremetal',
  'direct-physical',
  'virtio-forwarder',
  'smart-nic',
  'vdpa',
  'accelerator-direct',
  'accelerator-direct-physical',
  'remote-managed',
];

const byOwner = { create: networkOwner, update: networkOwner };
const bySharer = { create: networkSharer, update: networkSharer };
const mayBeDevice: Rule = (asker, value) =>
  typeof value !== 'string' || !value.startsWith('network:') || networkOwner(asker, value);

/** Its own domain bounds the names of its ports. */
const attributesOf = (domain: string): Attributes => ({
  ...ID,
  ...NAME,
  network_id: attribute('pfs', uuid, { required: true }),
  ...UP,
  mac_address: attribute('pufs', mac, { rule: { create: networkOwner, update: onlyAdmin } }),
  fixed_ips: attribute('puf', fixedIps, {
    rule: bySharer,
    inner: { ip_address: networkOwner, subnet_id: networkSharer },
  }),
  device_id: attribute('pufs', string(255), { fallback: '' }),
  device_owner: attribute('pufs', string(255), {
    fallback: '',
    rule: { create: mayBeDevice, update: mayBeDevice },
  }),
  ...PROJECT,
  status: attribute('fs'),
  allowed_address_pairs: attribute('pu', addressPairs, {
    rule: byOwner,
    inner: { mac_address: networkOwner, ip_address: networkOwner },
  }),
  extra_dhcp_opts: attribute('pu', dhcpOptions),
  ip_allocation: attribute('fs'),
  device_profile: attribute('p', orNull(string(255))),
  dns_name: attribute('pu', dnsName(domain), { fallback: '' }),
  dns_assignment: attribute(''),
  dns_domain: attribute('pu', dnsDomain, { fallback: '' }),
  numa_affinity_policy: attribute('pu', oneOf(['required', 'preferred', 'legacy', null])),
  port_security_enabled: attribute('pu', boolean, { rule: byOwner }),
  'binding:vif_type': attribute(''),
  'binding:vif_details': attribute(''),
  'binding:vnic_type': attribute('pu', oneOf(VNIC_TYPES), {
    fallback: 'normal',
    rule: { create: anyone, update: anyone },
  }),
  'binding:host_id': attribute('puf', orNull(string(255)), { rule: byAdmin }),
  'binding:profile': attribute('pu', orNull(dictionary), { rule: byAdmin }),
  trunk_details: attribute(''),
  qos_policy_id: attribute('pu', orNull(uuid), { rule: { create: anyone, update: anyone } }),
  qos_network_policy_id: attribute(''),
  resource_request: attribute(''),
  security_groups: attribute('puf', uuids),
  ...STANDARD,
  tags: attribute('pf'),
});

/** https://docs.openstack.org/api-ref/network/v2/#ports */
export function portsOf(neutron: Neutron): Kind<Port> {
  const { state } = neutron;
  const domain = domainOf(neutron);
  return {
    one: 'port',
    many: 'ports',
    path: '/ports',
    paged: true,
    attributes: attributesOf(domain),
    shelf: state.ports,
    visible: (port, token) => seesPort(state, port, token),
    view: (port, token) => portView(neutron, port, token),
    missing: portMissing,
    candidates: (query) => candidatesOf(state, query),
    matches: { fixed_ips: matchFixedIps, security_groups: matchGroups },
    asker: (token, of) =>
      isPort(of) ? networkAsker(state, of.networkId, token) : newcomer(state, of, token),
    mayUpdate: owns,
    mayRemove: (port, token) => seesPort(state, port, token),
    beforeCreate: (body, token) => checkNetwork(state, body, { token, what: 'port' }),
    create: (body, call) => makePort(neutron, body, call),
    update: (port, body, call) => changePort(neutron, port, body, call.token),
    remove: (port) => removePortOf(neutron, port),
  };
}

function isPort(of: Port | Body): of is Port {
  return 'revision' in of;
}

export function portMissing(id: string): Refusal {
  return missing('PortNotFound', `Port ${id} could not be found.`);
}

/** Also those that others have in one's own network. */
export function seesPort(state: State, port: Port, token: Token): boolean {
  return owns(port, token) || networkAsker(state, port.networkId, token).ownsNetwork;
}

/** @throws Refusal 404 */
export function visiblePort(state: State, id: string, token: Token): Port {
  const port = state.ports.get(id);
  if (port === undefined || !seesPort(state, port, token)) throw portMissing(id);
  return port;
}

const INDEXES = {
  network_id: 'network',
  device_id: 'device',
  device_owner: 'owner',
  mac_address: 'mac',
  tenant_id: 'project',
  project_id: 'project',
};

function candidatesOf(state: State, query: URLSearchParams): readonly Port[] | undefined {
  const ids = query.getAll('id');
  if (ids.length > 0) return known(state, ids);
  const addresses = query
    .getAll('fixed_ips')
    .map((each) => /^ip_address=(.*)$/.exec(each)?.[1])
    .filter((each) => each !== undefined);
  if (addresses.length > 0) return holdersOf(state, addresses);
  for (const [filter, index] of Object.entries(INDEXES)) {
    const values = [...new Set(query.getAll(filter))];
    if (values.length === 0 || (filter === 'device_owner' && values.includes(''))) continue;
    return values.flatMap((value) =>
      state.ports.by(index, index === 'mac' ? value.toLowerCase() : value),
    );
  }
  return undefined;
}

function known(state: State, ids: readonly string[]): Port[] {
  return [...new Set(ids)].map((id) => state.ports.get(id)).filter((port) => port !== undefined);
}

function holdersOf({ addresses, ...state }: State, wanted: readonly string[]): Port[] {
  const ids = [...addresses.values()].flatMap((taken) =>
    wanted.map((ip) => taken.get(canonicalIp(ip) ?? ip)).filter((id) => id !== undefined),
  );
  return known({ ...state, addresses }, ids);
}

/** `ip_address=10.0.0.5`, `subnet_id=…`, `ip_address_substr=10.0`; several of one key: any of them. */
const matchFixedIps: Match<Port> = ({ fixedIps: ips }, values) => {
  const wanted = values.map((value) => {
    const at = value.indexOf('=');
    if (at < 1) throw invalidInput(`'${value}' is not of the form <key>=[value]`);
    return { key: value.slice(0, at), value: value.slice(at + 1) };
  });
  const of = (key: string) => wanted.filter((each) => each.key === key).map(({ value }) => value);
  const addresses = of('ip_address');
  const subnets = of('subnet_id');
  const parts = of('ip_address_substr');
  if (addresses.length > 0 && !ips.some((ip) => addresses.includes(ip.ipAddress))) return false;
  if (subnets.length > 0 && !ips.some((ip) => subnets.includes(ip.subnetId))) return false;
  return parts.length === 0 || ips.some((ip) => parts.some((part) => ip.ipAddress.includes(part)));
};

const matchGroups: Match<Port> = ({ securityGroupIds }, values) =>
  values.some((value) => securityGroupIds.includes(value));
