import { BlockedError } from '../../errors/migration.ts';
import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import type { CopyContext } from '../resource-kind.ts';
import { addAccess, getAccess } from './api.ts';
import { accessId } from './schema.ts';
import type { FlavorAccess } from './schema.ts';

export async function find(
  destination: Cloud,
  source: FlavorAccess,
  ids: IdMap,
): Promise<readonly FlavorAccess[]> {
  const wanted = translated(source, ids);
  if (wanted === undefined) return [];
  const found = await getAccess(destination, accessId(wanted.flavorId, wanted.projectId));
  return found === undefined ? [] : [found];
}

export async function create(
  { destination, ids }: CopyContext,
  source: FlavorAccess,
): Promise<string> {
  const wanted = translated(source, ids);
  if (wanted === undefined) {
    throw new BlockedError(`access to flavor ${source.name}: its flavor or project is not copied.`);
  }
  await addAccess(destination, wanted.flavorId, wanted.projectId);
  return accessId(wanted.flavorId, wanted.projectId);
}

function translated(
  { flavorId, projectId }: FlavorAccess,
  ids: IdMap,
): { flavorId: string; projectId: string } | undefined {
  const flavor = destinationId(ids, { kind: 'flavor', id: flavorId });
  const project = destinationId(ids, { kind: 'project', id: projectId });
  if (flavor === undefined || project === undefined) return undefined;
  return { flavorId: flavor, projectId: project };
}
