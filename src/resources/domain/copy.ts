import { BlockedError } from '../../errors/migration.ts';
import { provenanceProperties } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import {
  createOne,
  getOne,
  listAll,
  makeMutable,
  removeOne,
  updateOne,
} from '../keystone/collection.ts';
import { markedOrNamed, unlessMade } from '../keystone/mark.ts';
import type { CopyContext } from '../resource-kind.ts';
import { domains } from './api.ts';
import { attributes } from './attributes.ts';
import { DEFAULT_DOMAIN } from './schema.ts';
import type { Domain } from './schema.ts';

/** The default domain is that of the same id, whatever it is called; others are found by mark or name. */
export async function find(destination: Cloud, source: Domain): Promise<readonly Domain[]> {
  if (source.id === DEFAULT_DOMAIN) {
    const same = await getOne(destination, domains, DEFAULT_DOMAIN);
    if (same !== undefined) return [same];
  }
  return markedOrNamed({ cloud: destination, of: domains }, source);
}

/** In one call, mark and tags included: Keystone keeps attributes it does not know. */
export async function create(
  { destination, provenance }: CopyContext,
  source: Domain,
): Promise<string> {
  const { extra, ...fields } = attributes(source);
  const created = createOne(destination, domains, {
    ...(extra as object),
    ...fields,
    ...provenanceProperties(provenance),
  });
  return unlessMade({ cloud: destination, of: domains }, source, created);
}

/** Keystone deletes with a domain all that is in it: one that is not empty stays. */
export async function remove(destination: Cloud, id: string, signal?: AbortSignal): Promise<void> {
  const domain = await getOne(destination, domains, id, signal);
  if (domain === undefined) return;
  await requireEmpty(destination, domain);
  await makeMutable(destination, { path: '/projects', one: 'project' }, domain);
  // It refuses to delete an enabled one.
  if (domain.enabled) await updateOne(destination, domains, id, { enabled: false });
  await removeOne(destination, domains, id, signal);
}

async function requireEmpty(destination: Cloud, { id, name }: Domain): Promise<void> {
  for (const kind of ['project', 'user', 'group', 'role'] as const) {
    const of = { ...domains, path: `/${kind}s`, many: `${kind}s` };
    for await (const inside of listAll(destination, of, { domain_id: id })) {
      throw new BlockedError(
        `${destination.name}: domain ${name} is not removed: ${kind} ${inside.name} (${inside.id}) is in it.`,
      );
    }
  }
}
