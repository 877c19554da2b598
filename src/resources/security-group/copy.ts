import { BlockedError } from '../../errors/migration.ts';
import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import { provenanceDescription } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { createOne, listAll, updateOne } from '../neutron/collection.ts';
import { findMarked, finish } from '../neutron/mark.ts';
import { required } from '../required.ts';
import type { CopyContext } from '../resource-kind.ts';
import { adoption } from './adopt.ts';
import { isDefault, securityGroups } from './schema.ts';
import type { SecurityGroup } from './schema.ts';

/** By its mark alone: names are not unique, but for the default group, which is there as soon as it is asked for. */
export async function find(
  destination: Cloud,
  source: SecurityGroup,
  ids: IdMap,
): Promise<readonly SecurityGroup[]> {
  const project = destinationId(ids, { kind: 'project', id: source.project_id });
  if (project === undefined) return [];
  if (!isDefault(source)) {
    return findMarked(destination, securityGroups, source.id, { project_id: project });
  }
  const groups = await collect(
    listAll(destination, securityGroups, { project_id: project }),
    isDefault,
  );
  return Promise.all(
    groups.map(async (group) => {
      const adopted = await adoption(destination, group, source.id);
      return adopted === undefined ? group : { ...group, adopted };
    }),
  );
}

/** With the rules that Neutron gives every new group: the kind `security-group-rules` puts them right. */
export async function create(
  { destination, ids, provenance }: CopyContext,
  source: SecurityGroup,
): Promise<string> {
  const project = required(ids, 'project', source.project_id, source);
  if (isDefault(source)) {
    throw new BlockedError(
      `${destination.name}: project ${project} has no security group default, which Neutron should have made.`,
    );
  }
  return createOne(destination, securityGroups, {
    name: source.name,
    // The extension is needed only where it says something.
    stateful: source.stateful === false ? false : undefined,
    project_id: project,
    description: provenanceDescription(provenance),
  });
}

export async function converge(
  context: CopyContext,
  source: SecurityGroup,
  existing: SecurityGroup,
): Promise<void> {
  const { destination } = context;
  const body = {
    ...(source.name === existing.name ? {} : { name: source.name }),
    ...(sameState(source, existing) ? {} : { stateful: source.stateful }),
  };
  if (Object.keys(body).length > 0) {
    await updateOne(destination, securityGroups, existing.id, body);
  }
  await finish(context, securityGroups, source, existing);
}

function sameState(source: SecurityGroup, existing: SecurityGroup): boolean {
  return (source.stateful ?? true) === (existing.stateful ?? true);
}
