import { z } from 'zod';
import { BlockedError } from '../errors/migration.ts';
import { hasStatus } from '../errors/openstack.ts';
import type { Cloud } from '../openstack/cloud.ts';

/**
 * Nova takes a server's project from the token: the operator needs a role in the destination project for the time. A tag on the
 * project says that the role is ours to take away; it is set first, so that no crash leaves a role nobody knows of.
 */
const OPERATOR_TAG = 'pumphouse:operator=';
const ROLE = 'member';

/** Harmless when given already: also where another migration has just taken it away. */
export async function giveAccess(destination: Cloud, projectId: string): Promise<void> {
  const { userId } = await destination.identity();
  const role = await roleId(destination);
  if (await holdsRole(destination, projectId, userId, role)) return;
  const project = `/projects/${projectId}`;
  await setTag(destination, `${project}/tags/${tagOf(userId)}`);
  await destination.call('identity', {
    method: 'PUT',
    path: `${project}/users/${userId}/roles/${role}`,
  });
}

/** Takes away only what `giveAccess` gave. */
export async function takeAccess(destination: Cloud, projectId: string): Promise<void> {
  const { userId } = await destination.identity();
  const project = `/projects/${projectId}`;
  const tag = `${project}/tags/${tagOf(userId)}`;
  if (!(await exists(destination, tag))) return;
  await remove(destination, `${project}/users/${userId}/roles/${await roleId(destination)}`);
  await remove(destination, tag);
}

/** Keystone answers 400 where the tag is there already: also where a neighbour has set it in this very moment. */
async function setTag(destination: Cloud, path: string): Promise<void> {
  try {
    await destination.call('identity', { method: 'PUT', path });
  } catch (error) {
    if (!hasStatus(error, 400) || !(await exists(destination, path))) throw error;
  }
}

function tagOf(userId: string): string {
  return encodeURIComponent(OPERATOR_TAG + userId);
}

async function holdsRole(
  destination: Cloud,
  projectId: string,
  userId: string,
  role: string,
): Promise<boolean> {
  const assignments = destination.list('identity', {
    path: '/role_assignments',
    key: 'role_assignments',
    schema: z.looseObject({ role: z.looseObject({ id: z.string() }) }),
    query: { 'user.id': userId, 'scope.project.id': projectId, effective: true },
  });
  for await (const each of assignments) if (each.role.id === role) return true;
  return false;
}

async function exists(destination: Cloud, path: string): Promise<boolean> {
  try {
    await destination.call('identity', { path });
    return true;
  } catch (error) {
    if (hasStatus(error, 404)) return false;
    throw error;
  }
}

async function remove(destination: Cloud, path: string): Promise<void> {
  try {
    await destination.call('identity', { method: 'DELETE', path });
  } catch (error) {
    if (!hasStatus(error, 404)) throw error;
  }
}

async function roleId(destination: Cloud): Promise<string> {
  const roles = destination.list('identity', {
    path: '/roles',
    key: 'roles',
    schema: z.looseObject({ id: z.string(), name: z.string() }),
    query: { name: ROLE },
  });
  for await (const role of roles) if (role.name === ROLE) return role.id;
  throw new BlockedError(
    `${destination.name}: there is no role \`${ROLE}\`, with which servers are made in a project: create it.`,
  );
}
