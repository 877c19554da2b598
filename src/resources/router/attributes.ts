import { sortedBy } from '../neutron/changed.ts';
import { ownTags } from '../neutron/mark.ts';
import { qosPolicyOf } from '../neutron/qos.ts';
import type { Attributes, Translate } from '../resource-kind.ts';
import type { Router } from './schema.ts';

/**
 * Not its own addresses in the external network: they are kept where they are free. Nor whether it is distributed or highly
 * available: a cloud's network backend may allow only one way.
 */
export function attributes(router: Router, translate: Translate): Attributes {
  const interfaces = router.interfaces.map((port) => ({
    mac_address: port.mac_address,
    fixed_ips: sortedBy(
      port.fixed_ips.map((fixed) => ({
        subnet_id: translate('subnet', fixed.subnet_id),
        ip_address: fixed.ip_address,
      })),
      ({ ip_address: address }) => address,
    ),
  }));
  return {
    ...settable(router),
    project_id: translate('project', router.project_id),
    routes: routes(router),
    external_gateway_info: gateway(router, translate),
    interfaces: sortedBy(interfaces, (each) => each.mac_address),
    description: router.description,
    tags: ownTags(router),
  };
}

/** What `attributes` leaves out of what create asks for. */
export function asked(router: Router): Attributes {
  return {
    distributed: router.distributed ?? undefined,
    ha: router.ha ?? undefined,
    availability_zone_hints: router.availability_zone_hints.toSorted(),
    'external_gateway_info.external_fixed_ips': outsideOf(router).toSorted(),
  };
}

export function settable(router: Router): Attributes {
  return { name: router.name, admin_state_up: router.admin_state_up };
}

export function routes(router: Router): Router['routes'] {
  return sortedBy(router.routes, (route) => route.destination + route.nexthop);
}

/** Null: none. */
export function gateway(router: Router, translate: Translate): Attributes | null {
  const info = router.external_gateway_info;
  if (!info) return null;
  return {
    network_id: translate('network', info.network_id),
    enable_snat: info.enable_snat ?? true,
    qos_policy_id: qosPolicyOf(info.qos_policy_id, translate),
  };
}

/** Its addresses in the external network. */
export function outsideOf({ external_gateway_info: info }: Router): string[] {
  return info?.external_fixed_ips.map(({ ip_address: address }) => address) ?? [];
}
