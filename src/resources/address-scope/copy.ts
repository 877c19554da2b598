import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import { provenanceDescription } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { createOne, updateOne } from '../neutron/collection.ts';
import { listShareable } from '../neutron/sharing.ts';
import { required } from '../required.ts';
import type { CopyContext } from '../resource-kind.ts';
import { addressScopes } from './schema.ts';
import type { AddressScope } from './schema.ts';

/** A half-made one by the mark that is its name; else by name and IP version in its project. */
export async function find(
  destination: Cloud,
  source: AddressScope,
  ids: IdMap,
): Promise<readonly AddressScope[]> {
  const project_id = destinationId(ids, { kind: 'project', id: source.project_id });
  if (project_id === undefined) return [];
  const name = provenanceDescription({ source: source.id });
  const halfMade = await collect(listShareable(destination, addressScopes, { project_id, name }));
  if (halfMade.length > 0) return halfMade;
  const ip_version = String(source.ip_version);
  return collect(
    listShareable(destination, addressScopes, { project_id, name: source.name, ip_version }),
  );
}

/** Its name is all the room there is for a mark: its own name is the commit point. */
export function create(
  { destination, ids, provenance }: CopyContext,
  source: AddressScope,
): Promise<string> {
  return createOne(destination, addressScopes, {
    name: provenanceDescription(provenance),
    ip_version: source.ip_version,
    shared: source.shared,
    project_id: required(ids, 'project', source.project_id, source),
  });
}

export async function converge(
  { destination }: CopyContext,
  source: AddressScope,
  existing: AddressScope,
): Promise<void> {
  if (source.name === existing.name) return;
  await updateOne(destination, addressScopes, existing.id, { name: source.name });
}
