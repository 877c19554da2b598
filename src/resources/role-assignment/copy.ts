import { BlockedError } from '../../errors/migration.ts';
import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import type { CopyContext } from '../resource-kind.ts';
import { getAssignment, grant } from './api.ts';
import { grantId } from './schema.ts';
import type { Grant, RoleAssignment } from './schema.ts';

export async function find(
  destination: Cloud,
  source: RoleAssignment,
  ids: IdMap,
): Promise<readonly RoleAssignment[]> {
  const wanted = translated(source, ids);
  const found = wanted && (await getAssignment(destination, grantId(wanted)));
  return found === undefined ? [] : [found];
}

export async function create(
  { destination, ids }: CopyContext,
  source: RoleAssignment,
): Promise<string> {
  const wanted = translated(source, ids);
  if (wanted === undefined) {
    throw new BlockedError(
      `role assignment ${source.name}: its role, its ${source.actor.kind} or its ${source.target.kind} is not copied.`,
    );
  }
  return grant(destination, wanted);
}

/** In destination terms; undefined where a part of it is not there (yet). */
function translated({ roleId, actor, target, inherited }: Grant, ids: IdMap): Grant | undefined {
  const role = destinationId(ids, { kind: 'role', id: roleId });
  const who = destinationId(ids, actor);
  const where = target.kind === 'system' ? target.id : destinationId(ids, target);
  if (role === undefined || who === undefined || where === undefined) return undefined;
  return {
    roleId: role,
    actor: { kind: actor.kind, id: who },
    target: { kind: target.kind, id: where },
    inherited,
  };
}
