import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import { provenanceDescription } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { changed } from '../neutron/changed.ts';
import { createOne, listAll, pathOf, updateOne } from '../neutron/collection.ts';
import { required } from '../required.ts';
import type { CopyContext } from '../resource-kind.ts';
import { addressGroups } from './schema.ts';
import type { AddressGroup } from './schema.ts';

/** A half-made one by the mark in its description; else by its name in its project. */
export async function find(
  destination: Cloud,
  source: AddressGroup,
  ids: IdMap,
): Promise<readonly AddressGroup[]> {
  const project_id = destinationId(ids, { kind: 'project', id: source.project_id });
  if (project_id === undefined) return [];
  const description = provenanceDescription({ source: source.id });
  const halfMade = await collect(listAll(destination, addressGroups, { project_id, description }));
  if (halfMade.length > 0) return halfMade;
  return collect(listAll(destination, addressGroups, { project_id, name: source.name }));
}

export function create(
  { destination, ids, provenance }: CopyContext,
  source: AddressGroup,
): Promise<string> {
  return createOne(destination, addressGroups, {
    name: source.name,
    addresses: source.addresses,
    project_id: required(ids, 'project', source.project_id, source),
    description: provenanceDescription(provenance),
  });
}

/** The description last: with it the mark is gone. */
export async function converge(
  { destination }: CopyContext,
  source: AddressGroup,
  existing: AddressGroup,
): Promise<void> {
  const change = async (word: string, addresses: readonly string[]): Promise<void> => {
    if (addresses.length === 0) return;
    const path = `${pathOf(addressGroups, existing.id)}/${word}`;
    await destination.call('network', { method: 'PUT', path, body: { addresses } });
  };
  await change('add_addresses', without(source.addresses, existing.addresses));
  await change('remove_addresses', without(existing.addresses, source.addresses));
  const update = changed(
    { name: source.name, description: source.description },
    { name: existing.name, description: existing.description },
  );
  if (update !== undefined) await updateOne(destination, addressGroups, existing.id, update);
}

function without(these: readonly string[], those: readonly string[]): string[] {
  return these.filter((each) => !those.includes(each));
}
