import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { updateOne } from '../keystone/collection.ts';
import { createMarked, markedOrNamed } from '../keystone/mark.ts';
import type { Place } from '../keystone/mark.ts';
import { required } from '../required.ts';
import type { CopyContext } from '../resource-kind.ts';
import { addMember, groups, withMembers } from './api.ts';
import { extra } from './attributes.ts';
import type { Group, groupSchema } from './schema.ts';

/** In its domain's counterpart: what bears the mark, else the one of that name, which is unique there. */
export async function find(
  destination: Cloud,
  source: Group,
  ids: IdMap,
): Promise<readonly Group[]> {
  const domain = destinationId(ids, { kind: 'domain', id: source.domain_id });
  if (domain === undefined) return [];
  const found = await markedOrNamed(placeIn(destination, domain), source);
  const whole = await Promise.all(found.map((group) => withMembers(destination, group)));
  return whole.filter((group) => group !== undefined);
}

/** Without members, and so with the mark in its description until all are there. */
export async function create(
  { destination, ids, provenance }: CopyContext,
  source: Group,
): Promise<string> {
  const domain = required(ids, 'domain', source.domain_id, source);
  return createMarked(placeIn(destination, domain), source, { provenance, body: extra(source) });
}

function placeIn(cloud: Cloud, domain: string): Place<typeof groupSchema> {
  return { cloud, of: groups, query: { domain_id: domain } };
}

export async function converge(
  { destination, ids }: CopyContext,
  source: Group,
  existing: Group,
): Promise<void> {
  for (const member of source.members) {
    const user = required(ids, 'user', member, source);
    if (!existing.members.includes(user)) await addMember(destination, existing.id, user);
  }
  await updateOne(destination, groups, existing.id, { description: source.description ?? '' });
}
