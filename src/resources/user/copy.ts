import { BlockedError } from '../../errors/migration.ts';
import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import { provenanceProperties } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { createOne } from '../keystone/collection.ts';
import { markedOrNamed, unlessMade } from '../keystone/mark.ts';
import type { Place } from '../keystone/mark.ts';
import { required } from '../required.ts';
import type { CopyContext } from '../resource-kind.ts';
import { users } from './api.ts';
import { extra } from './attributes.ts';
import { homeOf } from './schema.ts';
import type { User, userSchema } from './schema.ts';

/** In its domain's counterpart: what bears the mark, else the one of that name, which is unique there. */
export async function find(destination: Cloud, source: User, ids: IdMap): Promise<readonly User[]> {
  const domain = destinationId(ids, { kind: 'domain', id: source.domain_id });
  if (domain === undefined) return [];
  return markedOrNamed(placeIn(destination, domain), source);
}

/** Without a password: no API tells one. */
export async function create(
  { destination, ids, provenance }: CopyContext,
  source: User,
): Promise<string> {
  const elsewhere = homeOf(source);
  if (elsewhere !== undefined) {
    throw new BlockedError(
      `user ${source.name} comes from an ${elsewhere}, and ${destination.name} has none of that name: map it, or leave it out.`,
    );
  }
  const { default_project_id: home } = source;
  const project = home ? destinationId(ids, { kind: 'project', id: home }) : undefined;
  const domain = required(ids, 'domain', source.domain_id, source);
  const created = createOne(destination, users, {
    ...extra(source),
    name: source.name,
    domain_id: domain,
    enabled: source.enabled,
    ...(typeof source.email === 'string' && { email: source.email }),
    ...(typeof source.description === 'string' && { description: source.description }),
    ...(project !== undefined && { default_project_id: project }),
    options: source.options,
    ...provenanceProperties(provenance),
  });
  return unlessMade(placeIn(destination, domain), source, created);
}

function placeIn(cloud: Cloud, domain: string): Place<typeof userSchema> {
  return { cloud, of: users, query: { domain_id: domain } };
}
