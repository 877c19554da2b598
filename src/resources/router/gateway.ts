import { ANY } from '../../model/address-mapping.ts';
import { contains } from '../../model/address.ts';
import { destinationId } from '../../model/id-map.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { getOne, listAll } from '../neutron/collection.ts';
import { holdersOf } from '../neutron/make-room.ts';
import { translator } from '../required.ts';
import type { Attributes, PreflightContext } from '../resource-kind.ts';
import { subnets } from '../subnet/schema.ts';
import type { Subnet } from '../subnet/schema.ts';
import { gateway, outsideOf } from './attributes.ts';
import type { Router } from './schema.ts';

type Context = Pick<PreflightContext, 'source' | 'destination' | 'ids'>;

/** What to send as `external_gateway_info`; undefined where the source has none. `existing`: the router that is to be changed. */
export async function gatewayBody(
  context: Context,
  source: Router,
  existing?: Router,
): Promise<Attributes | undefined> {
  const wanted = gateway(source, translator(context.ids, source));
  if (wanted === null) return undefined;
  const { kept, open } = await gatewayAddresses(context, source);
  const has = existing?.external_gateway_info?.qos_policy_id;
  // None is said only to take one away: a cloud without policies takes no word of them.
  const said = wanted['qos_policy_id'] === null && !has ? undefined : wanted['qos_policy_id'];
  const body = { ...wanted, qos_policy_id: said };
  // Without addresses the cloud chooses; with some it gives these and no other.
  if (kept.length === 0) return body;
  return {
    ...body,
    external_fixed_ips: [
      ...kept.map((address) => ({ ip_address: address })),
      ...open.map((subnet) => ({ subnet_id: subnet })),
    ],
  };
}

interface GatewayAddresses {
  readonly kept: readonly string[];
  readonly lost: readonly string[];
  /** Subnets of the destination, one for each address that is for it to choose. */
  readonly open: readonly string[];
}

/** Which of the router's external addresses the destination can give it: of those that are certain all, or none. */
export async function gatewayAddresses(
  context: Context,
  source: Router,
): Promise<GatewayAddresses> {
  const { destination, ids } = context;
  const info = source.external_gateway_info;
  const network = info && destinationId(ids, { kind: 'network', id: info.network_id });
  if (!network) return { kept: [], lost: [], open: [] };
  const ranges = await collect(listAll(destination, subnets, { network_id: network }));
  const certain = outsideOf(source).filter((address) => address !== ANY);
  const free = await Promise.all(
    certain.map(
      async (address) =>
        isFor(ranges, address) && (await holdersOf(destination, network, address)).length === 0,
    ),
  );
  if (!free.every(Boolean)) return { kept: [], lost: certain, open: [] };
  return { kept: certain, lost: [], open: await openSubnets(context.source, source, ranges) };
}

/** Neutron gives a router no gateway's address outside. */
function isFor(ranges: readonly Subnet[], address: string): boolean {
  return (
    ranges.some(({ cidr }) => contains(cidr, address)) &&
    ranges.every(({ gateway_ip: gateway }) => gateway !== address)
  );
}

const GATEWAY_PORT = 'network:router_gateway';

/** Of the same IP version as in the source. */
async function openSubnets(
  source: Cloud,
  { external_gateway_info: info }: Router,
  ranges: readonly Subnet[],
): Promise<string[]> {
  const found: string[] = [];
  for (const { ip_address: address, subnet_id: id } of info?.external_fixed_ips ?? []) {
    if (address !== ANY || id === undefined) continue;
    const own = await getOne(source, subnets, id);
    const there = ranges.find(
      ({ ip_version: version, service_types: types }) =>
        version === own?.ip_version && (types.length === 0 || types.includes(GATEWAY_PORT)),
    );
    if (there !== undefined) found.push(there.id);
  }
  return found;
}
