import { z } from 'zod';
import { BlockedError } from '../../errors/migration.ts';
import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { createOne, getOne, listAll } from '../neutron/collection.ts';
import type { Collection } from '../neutron/collection.ts';
import { qosPolicies } from '../qos-policy/schema.ts';
import { unlessRaced } from '../raced.ts';
import type { CopyContext, Translate } from '../resource-kind.ts';
import { subnetPools } from '../subnet-pool/schema.ts';
import { objectOf, targetOf } from './attributes.ts';
import { rbacPolicies } from './schema.ts';
import type { RbacPolicy } from './schema.ts';

/** By object, action and target: there is one at most. */
export async function find(
  destination: Cloud,
  source: RbacPolicy,
  ids: IdMap,
): Promise<readonly RbacPolicy[]> {
  const translate: Translate = (kind, id) => destinationId(ids, { kind, id });
  const object_id = objectOf(source, translate);
  const target_tenant = targetOf(source, translate);
  if (object_id === undefined || target_tenant === undefined) return [];
  const { action } = source;
  return collect(listAll(destination, rbacPolicies, { object_id, target_tenant, action }));
}

export async function create(
  { destination, ids }: CopyContext,
  source: RbacPolicy,
): Promise<string> {
  const translate: Translate = (kind, id) => destinationId(ids, { kind, id });
  const object_id = objectOf(source, translate);
  const target_tenant = targetOf(source, translate);
  if (object_id === undefined || target_tenant === undefined) {
    throw new BlockedError(
      `The policy ${source.id} on ${source.object_type} ${source.object_id} has its object or its target project not in ${destination.name}.`,
    );
  }
  const { object_type, action, project_id: maker } = source;
  const project_id =
    translate('project', maker) ?? (await ownerOf(destination, object_type, object_id));
  const body = { object_type, object_id, action, target_tenant, project_id };
  return unlessRaced(createOne(destination, rbacPolicies, body), async () => {
    const [made] = await find(destination, source, ids);
    return made;
  });
}

/** Of those whose path, or key in a body, is not as their type says. */
const PATHS: Readonly<Record<string, readonly [path: string, one: string] | undefined>> = {
  subnetpool: [subnetPools.path, subnetPools.one],
  qos_policy: [qosPolicies.path, qosPolicies.one],
};

/** Policies count against their project's quota: one that an administrator made for others would fill the operator's. */
async function ownerOf(cloud: Cloud, type: string, id: string): Promise<string | undefined> {
  const owned = z.object({ project_id: z.string() });
  const [path, one] = PATHS[type] ?? [`/${type.replaceAll('_', '-')}s`, type];
  const of: Collection<typeof owned> = { path, one, many: `${one}s`, schema: owned };
  return (await getOne(cloud, of, id))?.project_id;
}
