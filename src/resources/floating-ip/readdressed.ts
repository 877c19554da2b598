import { ANY } from '../../model/address-mapping.ts';
import type { MapAddress } from '../../model/address-mapping.ts';
import type { FloatingIp } from './schema.ts';

/** Its name stays what it is called in the source. */
export function readdressed(address: FloatingIp, map: MapAddress): FloatingIp {
  const { floating_ip_address: outside, fixed_ip_address: inside } = address;
  return {
    ...address,
    floating_ip_address: map(outside),
    fixed_ip_address: inside ? map(inside) : inside,
  };
}

/** A copy, as it is compared: an address that was for the destination to choose is any. */
export function asWanted(wanted: FloatingIp, existing: FloatingIp): FloatingIp {
  return {
    ...existing,
    ...(wanted.floating_ip_address === ANY && { floating_ip_address: ANY }),
    ...(wanted.fixed_ip_address === ANY && existing.fixed_ip_address && { fixed_ip_address: ANY }),
  };
}
