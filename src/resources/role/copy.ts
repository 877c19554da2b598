import { hasStatus } from '../../errors/openstack.ts';
import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { getOne, makeMutable, removeOne, updateOne } from '../keystone/collection.ts';
import { createMarked, markedOrNamed, unfinished } from '../keystone/mark.ts';
import type { Place } from '../keystone/mark.ts';
import { required } from '../required.ts';
import type { CopyContext } from '../resource-kind.ts';
import { imply, roles, withImplied } from './api.ts';
import { extra } from './attributes.ts';
import type { Role, roleSchema } from './schema.ts';

/** Of the cloud, or in its domain's counterpart: what bears the mark, else the one of that name, which is unique there. */
export async function find(destination: Cloud, source: Role, ids: IdMap): Promise<readonly Role[]> {
  const { domain_id: of } = source;
  const domain = of === null ? undefined : destinationId(ids, { kind: 'domain', id: of });
  if (of !== null && domain === undefined) return [];
  const found = await markedOrNamed(placeIn(destination, domain), source);
  return Promise.all(found.map((role) => withImplied(destination, role)));
}

/** Mutable, and with the mark in its description, until what it implies is said. */
export async function create(
  { destination, ids, provenance }: CopyContext,
  source: Role,
): Promise<string> {
  const { domain_id: of } = source;
  const domain = of === null ? undefined : required(ids, 'domain', of, source);
  return createMarked(placeIn(destination, domain), source, { provenance, body: extra(source) });
}

function placeIn(cloud: Cloud, domain: string | undefined): Place<typeof roleSchema> {
  return { cloud, of: roles, query: { domain_id: domain } };
}

export async function converge(
  { destination, ids }: CopyContext,
  source: Role,
  existing: Role,
): Promise<void> {
  for (const { id } of source.implies) {
    const implied = required(ids, 'role', id, source);
    if (!existing.implies.some((each) => each.id === implied)) {
      await imply(destination, existing.id, implied);
    }
  }
  const { description, options } = source;
  try {
    await updateOne(destination, roles, existing.id, { description: description ?? '', options });
  } catch (error) {
    // Another worker, or an answer that was lost, has made it immutable before (403), or sets the same option in this moment (409).
    const raced = hasStatus(error, 403, 409);
    const now = raced ? await getOne(destination, roles, existing.id) : undefined;
    if (now === undefined || unfinished(now)) throw error;
  }
}

export async function remove(destination: Cloud, id: string, signal?: AbortSignal): Promise<void> {
  const role = await getOne(destination, roles, id, signal);
  if (role === undefined) return;
  await makeMutable(destination, roles, role);
  await removeOne(destination, roles, id, signal);
}
