import { ownTags } from '../neutron/mark.ts';
import { qosPolicyOf } from '../neutron/qos.ts';
import type { Attributes, Translate } from '../resource-kind.ts';
import { provider } from './provider.ts';
import type { Network } from './schema.ts';

export function attributes(network: Network, translate: Translate): Attributes {
  return {
    ...settable(network),
    ...provider(network, translate),
    vlan_transparent: network.vlan_transparent === true ? true : undefined,
    qos_policy_id: qosPolicyOf(network.qos_policy_id, translate),
    project_id: translate('project', network.project_id),
    description: network.description,
    tags: ownTags(network),
  };
}

/** What may be sent in create and in update alike. */
export function settable(network: Network): Attributes {
  return {
    name: network.name,
    admin_state_up: network.admin_state_up,
    shared: network.shared,
    mtu: network.mtu ?? undefined,
    port_security_enabled: network.port_security_enabled ?? undefined,
    dns_domain: network.dns_domain === '' ? undefined : (network.dns_domain ?? undefined),
  };
}
