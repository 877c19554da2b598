import { mappedName } from '../mapped.ts';
import type { Attributes, CopyContext, Translate } from '../resource-kind.ts';
import type { Network } from './schema.ts';

/**
 * How a network is carried is each cloud's own choice, unless it is on a physical network for which the operator has said
 * what that is called in the destination: then type and segment are the source's.
 */
export function provider(network: Network, translate: Translate): Attributes {
  const physical = network['provider:physical_network'];
  const mapped = physical ? translate('physical-network', physical) : undefined;
  return {
    'provider:network_type': mapped && network['provider:network_type'],
    'provider:physical_network': mapped,
    'provider:segmentation_id': mapped && (network['provider:segmentation_id'] ?? undefined),
  };
}

/** Where the wire is the destination's choice it is not compared; nor an MTU that the source does not know (nova-network). */
export function inCommon(
  source: Network,
  existing: Network,
  translate: Translate,
): readonly [Network, Network] {
  const isKept = provider(source, translate)['provider:physical_network'] !== undefined;
  const mtu = typeof source.mtu === 'number' ? existing.mtu : undefined;
  const there = { ...existing, mtu };
  return isKept ? [source, there] : [withoutWire(source), withoutWire(there)];
}

function withoutWire(network: Network): Network {
  return { ...network, 'provider:physical_network': undefined };
}

/** The operator's word on physical networks, which are no resources and have no ids. */
export function byMapping({ mappings }: Pick<CopyContext, 'mappings'>): Translate {
  return (kind, name) =>
    kind === 'physical-network' ? mappedName(mappings, kind, name) : undefined;
}

/** `vlan 101 on physnet1` */
export function wordsFor(network: Network): string {
  const { 'provider:network_type': type, 'provider:segmentation_id': segment } = network;
  const physical = network['provider:physical_network'];
  const number = segment === null || segment === undefined ? '' : ` ${segment}`;
  return `${type ?? ''}${number}${physical ? ` on ${physical}` : ''}`;
}
