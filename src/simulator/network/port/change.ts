import { isDeepStrictEqual } from 'node:util';
import type { Token } from '../../http/call.ts';
import { chooseAddresses, freeAddresses, takeAddresses } from '../address/allocate.ts';
import type { Wish } from '../address/allocate.ts';
import { macKey } from '../address/mac.ts';
import { kept } from '../dns/view.ts';
import type { Neutron } from '../neutron.ts';
import { checkRules, policyOf } from '../qos/bind.ts';
import { change, renamed, touch } from '../rest/thing.ts';
import type { Body } from '../rest/thing.ts';
import type { Network, Port } from '../state.ts';
import { unwire, vifFor, wire } from './binding.ts';
import { macFor, optionsOf, pairsOf } from './make.ts';
import { checkChangedSecurity, checkGroups } from './security.ts';

/** @throws Refusal 400, 404, 409 */
export function changePort(neutron: Neutron, port: Port, body: Body, token: Token): void {
  const { state } = neutron;
  const network = state.networks.get(port.networkId);
  if (network === undefined) return;
  const security = (body['port_security_enabled'] as boolean | undefined) ?? port.portSecurity;
  const groups = body['security_groups'] as readonly string[] | undefined;
  const pairs = body['allowed_address_pairs'] as readonly unknown[] | undefined;
  checkChangedSecurity(
    { groups: port.securityGroupIds, pairs: port.addressPairs },
    { security, groups, pairs },
  );
  checkGroups(state, groups, token);
  const qosPolicyId = policyOf(state, body, token);
  checkRules(state, qosPolicyId, { port: port.id });
  const mac = changedMac(neutron, network, port, body);
  const moved = changeAddresses(neutron, network, port, body['fixed_ips']);
  const values = {
    ...renamed(body, {
      name: 'name',
      description: 'description',
      admin_state_up: 'adminStateUp',
      device_id: 'deviceId',
      device_owner: 'deviceOwner',
      port_security_enabled: 'portSecurity',
      'binding:vnic_type': 'vnicType',
    }),
    ...(mac === undefined ? {} : { macAddress: mac }),
    ...(groups === undefined ? {} : { securityGroupIds: groups.toSorted() }),
    ...(pairs === undefined ? {} : { addressPairs: pairsOf(pairs, mac ?? port.macAddress) }),
    ...optionValues(port, body),
    ...dnsValues(neutron, body),
    ...(qosPolicyId === undefined ? {} : { qosPolicyId }),
    ...bindingValues(body),
  };
  apply(neutron, port, values, moved);
}

function optionValues(port: Port, body: Body): Partial<Port> {
  const options = body['extra_dhcp_opts'];
  return options === undefined ? {} : { dhcpOptions: optionsOf(port.dhcpOptions, options) };
}

function dnsValues(neutron: Neutron, { dns_name: name, dns_domain: domain }: Body): Partial<Port> {
  return {
    ...(name === undefined ? {} : { dnsName: kept(neutron, name) }),
    ...(domain === undefined ? {} : { dnsDomain: kept(neutron, domain) }),
  };
}

function bindingValues(body: Body): Partial<Port> {
  const host = body['binding:host_id'] as string | null | undefined;
  const profile = body['binding:profile'] as Port['profile'] | null | undefined;
  return {
    ...(host === undefined ? {} : { host: host ?? '' }),
    ...(profile === undefined ? {} : { profile: profile ?? {} }),
  };
}

/** Takes over the values, and has the host's agent act on them. */
export function apply(
  neutron: Neutron,
  port: Port,
  values: Partial<Port> | Readonly<Record<string, unknown>>,
  moved = false,
): void {
  const { state, cloud } = neutron;
  const before = { host: port.host, up: port.adminStateUp };
  let changed = false;
  state.ports.change(port, () => {
    changed = change(port, cloud.clock, values);
  });
  if (moved && !changed) touch(port, cloud.clock);
  if (port.host !== before.host) {
    port.status = 'DOWN';
    port.vif = vifFor(neutron, port);
  }
  if (port.host !== before.host || (port.adminStateUp && !before.up)) wire(neutron, port);
  if (!port.adminStateUp && before.up) unwire(neutron, port);
}

function changedMac(
  { state }: Neutron,
  network: Network,
  port: Port,
  body: Body,
): string | undefined {
  const asked = body['mac_address'] as string | undefined;
  if (asked === undefined || macKey(asked) === macKey(port.macAddress)) return asked;
  return macFor(state, network, asked);
}

function changeAddresses(neutron: Neutron, network: Network, port: Port, given: unknown): boolean {
  if (given === undefined) return false;
  const { state, cloud } = neutron;
  const fixedIps = chooseAddresses(state, network, {
    wishes: given as readonly Wish[],
    mac: port.macAddress,
    deviceOwner: port.deviceOwner,
    held: port.fixedIps,
  });
  if (isDeepStrictEqual(fixedIps, port.fixedIps)) return false;
  freeAddresses(state, port.fixedIps);
  takeAddresses(state, port.id, fixedIps);
  // An address that is new counts once more, as in Neutron.
  if (fixedIps.some((ip) => !port.fixedIps.some((old) => isDeepStrictEqual(old, ip))))
    touch(port, cloud.clock);
  port.fixedIps = fixedIps;
  return true;
}
