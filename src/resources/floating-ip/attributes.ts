import { ownTags } from '../neutron/mark.ts';
import { qosPolicyOf } from '../neutron/qos.ts';
import type { Attributes, Translate } from '../resource-kind.ts';
import type { FloatingIp } from './schema.ts';

/**
 * Without the port: a copy is associated at the cutover and not before, or two clouds would answer to one address.
 * `association` compares that.
 */
export function attributes(address: FloatingIp, translate: Translate): Attributes {
  return {
    floating_ip_address: address.floating_ip_address,
    floating_network_id: translate('network', address.floating_network_id),
    project_id: translate('project', address.project_id),
    dns_name: address.dns_name === '' ? undefined : (address.dns_name ?? undefined),
    dns_domain: address.dns_domain === '' ? undefined : (address.dns_domain ?? undefined),
    qos_policy_id: qosPolicyOf(address.qos_policy_id, translate),
    description: address.description,
    tags: ownTags(address),
  };
}

/** Which port, and which of its addresses, stands behind a floating IP, in destination terms. */
export function association(address: FloatingIp, translate: Translate): Attributes {
  return {
    port_id: address.port_id ? translate('port', address.port_id) : null,
    fixed_ip_address: address.fixed_ip_address ?? null,
  };
}
