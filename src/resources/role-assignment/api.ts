import { OPERATOR_ROLE, operatorsOf } from '../../model/operator.ts';
import type { Cloud, Query } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import { listRoleAssignments } from '../keystone/role-assignments.ts';
import { getProject, listProjects } from '../project/api.ts';
import { assignmentSchema, grantId, parseGrantId, readAssignment } from './schema.ts';
import type { Grant, RoleAssignment } from './schema.ts';

function listRaw(cloud: Cloud, query: Query) {
  const schema = assignmentSchema.transform(readAssignment);
  return listRoleAssignments(cloud, schema, { include_names: true, ...query });
}

export async function getAssignment(cloud: Cloud, id: string): Promise<RoleAssignment | undefined> {
  const grant = parseGrantId(id);
  if (grant === undefined) return undefined;
  const { roleId, actor, target } = grant;
  const listed = await listRaw(cloud, {
    'role.id': roleId,
    [`${actor.kind}.id`]: actor.id,
    ...(target.kind === 'system'
      ? { 'scope.system': 'all' }
      : { [`scope.${target.kind}.id`]: target.id }),
  });
  return listed.find((each) => each?.id === id);
}

/**
 * Those that people were given. Left out are the operator's own, and what Pumphouse gives operators for the time of a migration,
 * which a tag of the project tells.
 */
export async function* listAssignments(
  cloud: Cloud,
  scope: { readonly project?: string },
): AsyncIterable<RoleAssignment> {
  const { userId } = await cloud.identity();
  for await (const each of listGiven(cloud, scope)) if (each.actor.id !== userId) yield each;
}

/** The operator's own: they were given, too, and nobody carries them. */
export async function* listOwnAssignments(
  cloud: Cloud,
  scope: { readonly project?: string },
): AsyncIterable<RoleAssignment> {
  const { userId } = await cloud.identity();
  yield* listGiven(cloud, scope, { 'user.id': userId });
}

/** Without what Pumphouse lends. */
async function* listGiven(
  cloud: Cloud,
  { project }: { readonly project?: string },
  narrow: Query = {},
): AsyncIterable<RoleAssignment> {
  const operators = await lentTo(cloud, project);
  const query = project === undefined ? narrow : { ...narrow, 'scope.project.id': project };
  for (const each of await listRaw(cloud, query)) {
    if (each === undefined) continue;
    const isLent = operators.get(each.target.id)?.has(each.actor.id) === true;
    if (!(isLent && each.roleName === OPERATOR_ROLE)) yield each;
  }
}

/** The names of the roles that a user has on a project by any way, a group by assignment. */
export async function rolesOn(
  cloud: Cloud,
  { actor, target, inherited }: Grant,
): Promise<string[]> {
  const listed = await listRaw(cloud, {
    [`${actor.kind}.id`]: actor.id,
    [`scope.${target.kind}.id`]: target.id,
    // Keystone refuses it for groups, and shows no inherited one at the place that it is inherited from.
    effective: actor.kind === 'user' && !inherited ? true : undefined,
  });
  return listed.flatMap((each) => each?.roleName ?? []);
}

/** By project: the users who have a role there for the time of a migration. */
async function lentTo(cloud: Cloud, id?: string): Promise<Map<string, ReadonlySet<string>>> {
  const lent = new Map<string, ReadonlySet<string>>();
  if (id !== undefined) {
    const project = await getProject(cloud, id);
    return project === undefined ? lent : lent.set(id, operatorsOf(project.tags));
  }
  for await (const project of listProjects(cloud)) lent.set(project.id, operatorsOf(project.tags));
  return lent;
}

/** Keystone takes it as done where it is given already. */
export async function grant(cloud: Cloud, given: Grant): Promise<string> {
  await cloud.call('identity', { method: 'PUT', path: pathOf(given) });
  return grantId(given);
}

export async function revoke(cloud: Cloud, id: string, signal?: AbortSignal): Promise<void> {
  const given = parseGrantId(id);
  if (given === undefined) return;
  await unlessAbsent(cloud.call('identity', { method: 'DELETE', path: pathOf(given), signal }));
}

function pathOf({ roleId, actor, target, inherited }: Grant): string {
  const place = target.kind === 'system' ? '/system' : `/${target.kind}s/${target.id}`;
  const path = `${place}/${actor.kind}s/${actor.id}/roles/${roleId}`;
  return inherited ? `/OS-INHERIT${path}/inherited_to_projects` : path;
}
