import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import { provenanceDescription } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { changed } from '../neutron/changed.ts';
import { createOne, updateOne } from '../neutron/collection.ts';
import { findMarked, finish } from '../neutron/mark.ts';
import { withTrueShared } from '../neutron/sharing.ts';
import { required, translator } from '../required.ts';
import type { CopyContext } from '../resource-kind.ts';
import { scopeOf, settable } from './attributes.ts';
import { subnetPools } from './schema.ts';
import type { SubnetPool } from './schema.ts';

/** By its mark alone: names are not unique. */
export async function find(
  destination: Cloud,
  source: SubnetPool,
  ids: IdMap,
): Promise<readonly SubnetPool[]> {
  const project_id = destinationId(ids, { kind: 'project', id: source.project_id });
  if (project_id === undefined) return [];
  const found = await findMarked(destination, subnetPools, source.id, { project_id });
  return Promise.all(found.map((pool) => withTrueShared(destination, pool)));
}

export function create(
  { destination, ids, provenance }: CopyContext,
  source: SubnetPool,
): Promise<string> {
  return createOne(destination, subnetPools, {
    ...settable(source),
    address_scope_id: scopeOf(source, translator(ids, source)),
    shared: source.shared,
    project_id: required(ids, 'project', source.project_id, source),
    description: provenanceDescription(provenance),
  });
}

export async function converge(
  context: CopyContext,
  source: SubnetPool,
  existing: SubnetPool,
): Promise<void> {
  const { destination, ids } = context;
  const update = changed(
    { ...settable(source), address_scope_id: scopeOf(source, translator(ids, source)) },
    { ...settable(existing), address_scope_id: scopeOf(existing, (_kind, id) => id) },
  );
  if (update !== undefined) await updateOne(destination, subnetPools, existing.id, update);
  await finish(context, subnetPools, source, existing);
}
