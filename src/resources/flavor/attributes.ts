import type { Attributes } from '../resource-kind.ts';
import type { Flavor } from './schema.ts';

/** Without its access list: who may use a private flavor is the kind `flavor-access`. */
export function attributes(flavor: Flavor): Attributes {
  return {
    name: flavor.name,
    ram: flavor.ram,
    vcpus: flavor.vcpus,
    disk: flavor.disk,
    'OS-FLV-EXT-DATA:ephemeral': flavor.ephemeral,
    swap: flavor.swap,
    rxtx_factor: flavor.rxtxFactor,
    'os-flavor-access:is_public': flavor.isPublic,
    description: flavor.description ?? null,
    extra_specs: flavor.extraSpecs,
  };
}

/** A cloud that is too old for descriptions contradicts none. */
export function inCommon(source: Flavor, existing: Flavor): readonly [Flavor, Flavor] {
  return existing.description === undefined
    ? [{ ...source, description: undefined }, existing]
    : [source, existing];
}
