import type { MapAddress } from '../../model/address-mapping.ts';
import { mapFixedIps, orStay } from '../neutron/fixed-ips.ts';
import type { Port } from './schema.ts';

/** An address pair stays where any address will do: it must say one. The plan warns (preflight/mapped-addresses.ts). */
export function readdressed(port: Port, map: MapAddress): Port {
  return {
    ...port,
    fixed_ips: mapFixedIps(port.fixed_ips, map),
    allowed_address_pairs: mapFixedIps(port.allowed_address_pairs, orStay(map)),
  };
}
