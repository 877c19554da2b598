import { BlockedError } from '../../errors/migration.ts';
import { destinationId } from '../../model/id-map.ts';
import { SOURCE_PROPERTY, provenanceProperties } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { findDomain } from '../domains.ts';
import { unlessRaced } from '../raced.ts';
import type { CopyContext } from '../resource-kind.ts';
import { createUser, listUsers } from './api.ts';
import type { User } from './schema.ts';

/** In the domain of the same name: what bears the mark, else the one of that name, which is unique there. */
export async function find(destination: Cloud, source: User): Promise<readonly User[]> {
  const domain = await findDomain(destination, source.domain);
  if (domain === undefined) return [];
  const all = await collect(listUsers(destination, { domain_id: domain.id }));
  const marked = all.filter((user) => isCopy(user, source));
  return marked.length > 0 ? marked : all.filter((user) => user.name === source.name);
}

/** Without a password: no API tells one. */
export async function create(
  { destination, ids, provenance }: CopyContext,
  source: User,
): Promise<string> {
  const domain = await findDomain(destination, source.domain);
  if (domain === undefined) {
    throw new BlockedError(
      `user ${source.name}: ${destination.name} has no domain ${source.domain}: make it, or map the user`,
    );
  }
  const { default_project_id: home } = source;
  const project = home ? destinationId(ids, { kind: 'project', id: home }) : undefined;
  const created = createUser(destination, {
    name: source.name,
    domain_id: domain.id,
    enabled: source.enabled,
    ...(typeof source.email === 'string' && { email: source.email }),
    ...(typeof source.description === 'string' && { description: source.description }),
    ...(project !== undefined && { default_project_id: project }),
    options: source.options,
    ...provenanceProperties(provenance),
  });
  return unlessRaced(created, async () =>
    (await find(destination, source)).find((user) => isCopy(user, source)),
  );
}

function isCopy(user: User, source: User): boolean {
  return user[SOURCE_PROPERTY] === source.id;
}
