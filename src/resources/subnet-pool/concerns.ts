import type { Concern } from '../../model/concern.ts';
import { destinationId } from '../../model/id-map.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { overlap } from '../../model/address.ts';
import { collect } from '../collect.ts';
import { listAll } from '../neutron/collection.ts';
import { missingExtensions } from '../neutron/concern.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { subnetPools } from './schema.ts';
import type { SubnetPool } from './schema.ts';

/** Asked only where `find` found none. */
export async function concerns(
  { destination, ids }: PreflightContext,
  source: SubnetPool,
): Promise<readonly Concern[]> {
  const { id, name, address_scope_id: scope } = source;
  const mapped = scope ? destinationId(ids, { kind: 'address-scope', id: scope }) : undefined;
  return [
    ...(await missingExtensions(
      destination,
      { kind: 'subnet-pool', id },
      {
        subnet_allocation: `Subnet pool ${name}`,
        'default-subnetpools': source.is_default
          ? `Subnet pool ${name} is the default one, and so`
          : undefined,
      },
    )),
    ...(source.is_default ? await otherDefault(destination, source) : []),
    ...(mapped === undefined ? [] : await sameRange(destination, mapped, source)),
  ];
}

/** A cloud has one default pool for each IP version, whoever asks. */
async function otherDefault(destination: Cloud, source: SubnetPool): Promise<Concern[]> {
  const { id, name, ip_version } = source;
  const [other] = await collect(
    listAll(destination, subnetPools, { is_default: true, ip_version }),
  );
  if (other === undefined) return [];
  return [
    {
      severity: 'blocker',
      code: 'default-subnet-pool-taken',
      subject: referenceKey({ kind: 'subnet-pool', id }),
      message: `Subnet pool ${name} is the default for IPv${ip_version}, as ${other.name} (${other.id}) is in ${destination.name}: a cloud has one.`,
      remedy: `Map it to that one (mappings: subnet-pool: { ${name}: ${other.id} }), or take the default off one of the two (openstack subnet pool set --no-default).`,
    },
  ];
}

/** No two pools of an address scope may overlap: one that is there already may have others. */
async function sameRange(
  destination: Cloud,
  scope: string,
  source: SubnetPool,
): Promise<Concern[]> {
  const [other] = await collect(
    listAll(destination, subnetPools, { address_scope_id: scope }),
    ({ prefixes }) => prefixes.some((one) => source.prefixes.some((two) => overlap(one, two))),
  );
  if (other === undefined) return [];
  const { id, name } = source;
  return [
    {
      severity: 'blocker',
      code: 'prefix-taken',
      subject: referenceKey({ kind: 'subnet-pool', id }),
      message: `Subnet pool ${name} has prefixes that pool ${other.name} (${other.id}) of the same address scope has in ${destination.name}.`,
      remedy: `Map it to that one: mappings: subnet-pool: { ${name}: ${other.id} }.`,
    },
  ];
}
