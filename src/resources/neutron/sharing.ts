import type { z } from 'zod';
import type { Reference } from '../../model/reference.ts';
import type { Cloud, Query } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { KIND_OF_TYPE, rbacPolicies } from '../rbac-policy/schema.ts';
import type { RbacPolicy } from '../rbac-policy/schema.ts';
import { getOne, listAll } from './collection.ts';
import type { Collection } from './collection.ts';
import { extensionsOf } from './concern.ts';
import { inBatches } from './in-batches.ts';

export const EVERYBODY = '*';

/** The policies that let a project (or everybody) at these objects: what is shared with it is of no use to it without. */
export async function policiesFor(
  source: Cloud,
  project: string,
  objects: readonly (string | null | undefined)[],
): Promise<Reference[]> {
  const ids = [...new Set(objects.flatMap((id) => (id ? [id] : [])))];
  const found = await policiesOn(source, ids, [project, EVERYBODY]);
  return found.map(({ id }) => ({ kind: 'rbac-policy', id }));
}

/** Those that a kind of their own carries, of these objects. */
export async function policiesOn(
  cloud: Cloud,
  objects: readonly string[],
  targets?: readonly string[],
): Promise<RbacPolicy[]> {
  if (objects.length === 0 || !(await extensionsOf(cloud)).has('rbac-policies')) return [];
  return inBatches(objects, (some) => {
    const query = { object_id: some, target_tenant: targets };
    return collect(listAll(cloud, rbacPolicies, query), isCarried);
  });
}

/** Whose objects say by an attribute that everybody may use them; that Neutron writes down as a policy, too. */
const SHARED = ['network', 'subnetpool', 'address_scope', 'qos_policy'];

/** Not what `shared` or `router:external` of its object stands for: that comes and goes with those. */
export function isCarried(policy: RbacPolicy): boolean {
  return KIND_OF_TYPE[policy.object_type] !== undefined && !isImplied(policy);
}

function isImplied({ object_type: type, action, target_tenant: target }: RbacPolicy): boolean {
  if (target !== EVERYBODY) return false;
  return action === 'access_as_external' || SHARED.includes(type);
}

interface Shareable {
  readonly id: string;
  readonly shared: boolean;
}

/** `getOne`, with `shared` as it is for everybody. */
export async function getShareable<Schema extends z.ZodType<Shareable>>(
  cloud: Cloud,
  of: Collection<Schema>,
  id: string,
  signal?: AbortSignal,
): Promise<z.output<Schema> | undefined> {
  const found = await getOne(cloud, of, id, signal);
  return found === undefined ? undefined : withTrueShared(cloud, found);
}

/** `listAll`, with `shared` as it is for everybody. */
export async function* listShareable<Schema extends z.ZodType<Shareable>>(
  cloud: Cloud,
  of: Collection<Schema>,
  query: Query,
): AsyncIterable<z.output<Schema>> {
  for await (const each of listAll(cloud, of, query)) yield await withTrueShared(cloud, each);
}

/**
 * With `shared` as it is for everybody. Neutron says true also where a policy lets the asking project alone at it; copied as
 * it stands, that would open it to all.
 */
export async function withTrueShared<R extends Shareable>(cloud: Cloud, resource: R): Promise<R> {
  if (!resource.shared || !(await extensionsOf(cloud)).has('rbac-policies')) return resource;
  const query = { object_id: resource.id, target_tenant: EVERYBODY, action: 'access_as_shared' };
  const forAll = await collect(listAll(cloud, rbacPolicies, query));
  return { ...resource, shared: forAll.length > 0 };
}
