import type { MapAddress } from '../../model/address-mapping.ts';
import { mapFixedIps, orStay } from '../neutron/fixed-ips.ts';
import type { Router } from './schema.ts';

/**
 * An interface stays where any address will do: servers know it as their gateway. Not its routes: what they lead to may be anywhere; the
 * plan warns (preflight/mapped-addresses.ts).
 */
export function readdressed(router: Router, map: MapAddress): Router {
  const { interfaces, external_gateway_info: info } = router;
  return {
    ...router,
    interfaces: interfaces.map((port) => ({
      ...port,
      fixed_ips: mapFixedIps(port.fixed_ips, orStay(map)),
    })),
    ...(info && {
      external_gateway_info: {
        ...info,
        external_fixed_ips: mapFixedIps(info.external_fixed_ips, map),
      },
    }),
  };
}
