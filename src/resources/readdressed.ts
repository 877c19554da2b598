import { addressMap, ANY } from '../model/address-mapping.ts';
import type { MappingsByKind } from '../model/mapping.ts';
import { standIns } from './neutron/fixed-ips.ts';
import type { FixedIp } from './neutron/fixed-ips.ts';
import type { Resource, ResourceKind, Translate } from './resource-kind.ts';

/**
 * A source resource as the destination is to have it: with the addresses that the spec maps. Whoever plans, copies or compares one
 * takes it from here, so that kinds see no other; who changes the source needs it as it is.
 */
export function readdressed<R extends Resource>(
  kind: Pick<ResourceKind<R>, 'readdressed'>,
  source: R,
  mappings: MappingsByKind,
): R {
  const mapping = mappings['address'];
  return mapping === undefined
    ? source
    : (kind.readdressed?.(source, addressMap(mapping)) ?? source);
}

/** An address of the source, and what it is in the destination; `any` until there is a copy to be asked. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** Those of a source resource's addresses that change. */
export function movesOf<R extends Resource>(
  kind: ResourceKind<R>,
  source: R,
  mappings: MappingsByKind,
  copy?: { readonly existing: R; readonly translate: Translate },
): Move[] {
  const before = kind.addresses?.(source) ?? [];
  const wanted = kind.addresses?.(readdressed(kind, source, mappings)) ?? [];
  const there = copy && inCopy(wanted, kind.addresses?.(copy.existing) ?? [], copy.translate);
  return before.flatMap(({ ip_address: from }, index): Move[] => {
    const to = (there?.[index] ?? wanted[index])?.ip_address ?? from;
    return to === from ? [] : [{ from, to }];
  });
}

/** Of an address that the copy was not given (a router's outside, where it is taken) the one that it has in its place. */
function inCopy(
  wanted: readonly FixedIp[],
  existing: readonly FixedIp[],
  translate: Translate,
): (FixedIp | undefined)[] {
  const has = new Set(existing.map(({ ip_address: address }) => address));
  const given = wanted.map((each) =>
    has.has(each.ip_address) ? each : { ...each, ip_address: ANY },
  );
  return standIns(given, existing, translate);
}

/** `10.5.0.78 → 10.99.0.78`; what several ports have (an address pair) once. */
export function tellMoves(moves: readonly Move[]): string {
  return [...new Set(moves.map(({ from, to }) => `${from} → ${to}`))].join(', ');
}
