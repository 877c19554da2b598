import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { ANY } from '../../model/address-mapping.ts';
import { contains } from '../../model/address.ts';
import { listAll } from '../neutron/collection.ts';
import { holdersOf } from '../neutron/make-room.ts';
import { translator } from '../required.ts';
import type { Attributes } from '../resource-kind.ts';
import { subnets } from '../subnet/schema.ts';
import { gateway } from './attributes.ts';
import type { Router } from './schema.ts';

/** What to send as `external_gateway_info`; undefined where the source has none. `existing`: the router that is to be changed. */
export async function gatewayBody(
  destination: Cloud,
  source: Router,
  ids: IdMap,
  existing?: Router,
): Promise<Attributes | undefined> {
  const wanted = gateway(source, translator(ids, source));
  if (wanted === null) return undefined;
  const { kept } = await gatewayAddresses(destination, source, ids);
  const has = existing?.external_gateway_info?.qos_policy_id;
  // None is said only to take one away: a cloud without policies takes no word of them.
  const said = wanted['qos_policy_id'] === null && !has ? undefined : wanted['qos_policy_id'];
  const body = { ...wanted, qos_policy_id: said };
  // Without addresses the cloud chooses.
  return kept.length === 0
    ? body
    : { ...body, external_fixed_ips: kept.map((address) => ({ ip_address: address })) };
}

/** Which of the router's external addresses the destination can give it: all of them, or none. */
export async function gatewayAddresses(
  destination: Cloud,
  source: Router,
  ids: IdMap,
): Promise<{ readonly kept: readonly string[]; readonly lost: readonly string[] }> {
  const info = source.external_gateway_info;
  const network = info && destinationId(ids, { kind: 'network', id: info.network_id });
  if (!network) return { kept: [], lost: [] };
  const addresses = info.external_fixed_ips.map(({ ip_address: address }) => address);
  // One that may be any leaves all to the cloud.
  if (addresses.includes(ANY)) return { kept: [], lost: [] };
  const ranges = await collect(listAll(destination, subnets, { network_id: network }));
  const free = await Promise.all(
    addresses.map(
      async (address) =>
        ranges.some(({ cidr }) => contains(cidr, address)) &&
        (await holdersOf(destination, network, address)).length === 0,
    ),
  );
  return free.every(Boolean) ? { kept: addresses, lost: [] } : { kept: [], lost: addresses };
}
