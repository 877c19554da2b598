import { ANY } from '../../model/address-mapping.ts';
import type { MapAddress } from '../../model/address-mapping.ts';
import type { Translate } from '../resource-kind.ts';

/** An address of a resource, in its subnet where that is told. */
export interface FixedIp {
  readonly ip_address: string;
  readonly subnet_id?: string | undefined;
}

export function mapFixedIps<Fixed extends FixedIp>(
  fixed: readonly Fixed[],
  map: MapAddress,
): Fixed[] {
  return fixed.map((each) => ({ ...each, ip_address: map(each.ip_address) }));
}

/** For what must say an address: where any will do, it stays as it is. */
export function orStay(map: MapAddress): MapAddress {
  return (address) => {
    const mapped = map(address);
    return mapped === ANY ? address : mapped;
  };
}

/** As it is said in a create: without an address the destination chooses one of the subnet. */
export function bodyOf({ ip_address }: FixedIp, subnet_id: string): Record<string, string> {
  return ip_address === ANY ? { subnet_id } : { subnet_id, ip_address };
}

/** For each wanted address the one that stands for it in a copy: the same, or one of its subnet where any will do. */
export function standIns<Fixed extends FixedIp>(
  wanted: readonly FixedIp[],
  existing: readonly Fixed[],
  translate: Translate,
): (Fixed | undefined)[] {
  const left = existing.filter((one) => wanted.every((each) => each.ip_address !== one.ip_address));
  return wanted.map(({ ip_address: address, subnet_id: subnet }) => {
    if (address !== ANY) return existing.find((one) => one.ip_address === address);
    const there = subnet === undefined ? undefined : translate('subnet', subnet);
    const at = left.findIndex((one) => one.subnet_id === there);
    return at === -1 ? undefined : left.splice(at, 1)[0];
  });
}

/** A copy's addresses, as they are compared: one that it was to choose is any. */
export function asWanted<Fixed extends FixedIp>(
  wanted: readonly FixedIp[],
  existing: readonly Fixed[],
  translate: Translate,
): Fixed[] {
  const chosen = standIns(wanted, existing, translate).filter(
    (_one, index) => wanted[index]?.ip_address === ANY,
  );
  return existing.map((each) => (chosen.includes(each) ? { ...each, ip_address: ANY } : each));
}
