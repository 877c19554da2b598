import type { Token } from '../../http/call.ts';
import { standardView } from '../rest/thing.ts';
import type { View } from '../rest/thing.ts';
import type { Port } from '../state.ts';

export function portView(port: Port, token: Token): View {
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
    ...(token.isAdmin ? bindingView(port) : {}),
    port_security_enabled: port.portSecurity,
    ip_allocation: port.ipAllocation,
    ...standardView(port),
  };
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
