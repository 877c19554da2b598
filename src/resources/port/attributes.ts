import { sortedBy } from '../neutron/changed.ts';
import { ownTags } from '../neutron/mark.ts';
import { qosPolicyOf } from '../neutron/qos.ts';
import type { Attributes, Translate } from '../resource-kind.ts';
import type { Port } from './schema.ts';

/** Not what its server and host give it: device, owner, DNS name, binding host and details. */
export function attributes(port: Port, translate: Translate): Attributes {
  return {
    ...settable(port, translate),
    project_id: translate('project', port.project_id),
    network_id: translate('network', port.network_id),
    mac_address: port.mac_address,
    fixed_ips: sortedBy(
      port.fixed_ips.map((fixed) => ({
        subnet_id: translate('subnet', fixed.subnet_id),
        ip_address: fixed.ip_address,
      })),
      // Those that are any are told apart by their subnet.
      ({ ip_address: address, subnet_id: subnet }) => `${address} ${subnet}`,
    ),
    description: port.description,
    tags: ownTags(port),
  };
}

/** What `attributes` leaves out of what create asks for. A server's port has its hostname: Nova refuses any other. */
export function asked(port: Port): Attributes {
  return {
    propagate_uplink_status: port.propagate_uplink_status ?? undefined,
    dns_name: port.device_id === '' && port.dns_name ? port.dns_name : undefined,
  };
}

/** What may be sent in create and in update alike. */
export function settable(port: Port, translate: Translate): Attributes {
  return {
    name: port.name,
    admin_state_up: port.admin_state_up,
    security_groups: port.security_groups
      .map((group) => translate('security-group', group) ?? `not in the destination: ${group}`)
      .toSorted(),
    allowed_address_pairs: sortedBy(
      port.allowed_address_pairs.map((pair) => ({
        ip_address: pair.ip_address,
        mac_address: pair.mac_address ?? port.mac_address,
      })),
      (pair) => pair.ip_address + pair.mac_address,
    ),
    port_security_enabled: port.port_security_enabled ?? undefined,
    extra_dhcp_opts: sortedBy(
      port.extra_dhcp_opts,
      (option) => option.opt_name + option.ip_version,
    ),
    'binding:vnic_type': port['binding:vnic_type'],
    'binding:profile': ofItsOwner(port['binding:profile']),
    qos_policy_id: qosPolicyOf(port.qos_policy_id, translate),
    dns_domain: port.dns_domain || undefined,
    numa_affinity_policy: port.numa_affinity_policy ?? undefined,
    hints: port.hints ?? undefined,
    trusted: port.trusted ?? undefined,
  };
}

/** Of a profile only what its owner asks for: the rest (a card, its slot) is the host's. Undefined: nothing. */
function ofItsOwner({ capabilities }: Port['binding:profile']): Attributes | undefined {
  return capabilities === undefined ? undefined : { capabilities };
}
