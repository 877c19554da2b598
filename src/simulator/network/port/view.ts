import type { Token } from '../../http/call.ts';
import { dnsView, domainOf } from '../dns/view.ts';
import type { Neutron } from '../neutron.ts';
import { standardView } from '../rest/thing.ts';
import type { View } from '../rest/thing.ts';
import type { Port, State } from '../state.ts';

export function portView(neutron: Neutron, port: Port, token: Token): View {
  const { state } = neutron;
  return {
    id: port.id,
    name: port.name,
    network_id: port.networkId,
    tenant_id: port.projectId,
    mac_address: port.macAddress,
    admin_state_up: port.adminStateUp,
    status: port.status,
    device_id: port.deviceId,
    device_owner: port.deviceOwner,
    fixed_ips: port.fixedIps.map(({ subnetId, ipAddress }) => ({
      subnet_id: subnetId,
      ip_address: ipAddress,
    })),
    allowed_address_pairs: port.addressPairs,
    extra_dhcp_opts: port.dhcpOptions,
    security_groups: port.securityGroupIds,
    'binding:vnic_type': port.vnicType,
    ...(token.isAdmin ? { ...bindingView(port), resource_request: null } : {}),
    port_security_enabled: port.portSecurity,
    qos_policy_id: port.qosPolicyId,
    qos_network_policy_id: networkPolicyOf(state, port),
    ...dnsView(domainOf(neutron), port),
    device_profile: port.deviceProfile,
    ...trunkView(state, port),
    ip_allocation: port.ipAllocation,
    ...standardView(port),
  };
}

/** Neutron's own ports are under nobody's policy. */
function networkPolicyOf(state: State, { networkId, deviceOwner }: Port): string | null {
  if (deviceOwner.startsWith('network:')) return null;
  return state.networks.get(networkId)?.qosPolicyId ?? null;
}

/** Of a trunk's parent. */
function trunkView(state: State, { id }: Port): View {
  const [trunk] = state.trunks.by('port', id);
  if (trunk === undefined) return {};
  const subPorts = trunk.subPorts.map(({ portId, segmentationId, segmentationType }) => ({
    segmentation_id: segmentationId,
    segmentation_type: segmentationType,
    port_id: portId,
    mac_address: state.ports.get(portId)?.macAddress,
  }));
  return { trunk_details: { trunk_id: trunk.id, sub_ports: subPorts } };
}

function bindingView(port: Port): View {
  const bound = port.vif === 'bridge';
  const drivers = port.status === 'ACTIVE' ? { bound_drivers: { '0': 'linuxbridge' } } : {};
  return {
    'binding:profile': port.profile,
    'binding:host_id': port.host,
    'binding:vif_type': port.vif,
    'binding:vif_details': bound ? { connectivity: 'l2', port_filter: true, ...drivers } : {},
  };
}
