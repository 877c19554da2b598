import { z } from 'zod';
import { hasStatus } from '../../errors/openstack.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { listRoleAssignments } from '../keystone/role-assignments.ts';
import { getProject, listProjects } from '../project/api.ts';
import type { Project } from '../project/schema.ts';
import { readDefaults, readLimits, removeLimits } from './calls.ts';
import { differing } from './limits.ts';
import { marksOf, setMark } from './mark.ts';
import { QUOTA_SERVICES } from './schema.ts';
import type { Limits, LimitSets, Quota, QuotaService } from './schema.ts';

/** Of a project that has quotas of its own, or that we are giving some. */
export async function getQuota(cloud: Cloud, id: string): Promise<Quota | undefined> {
  const project = await getProject(cloud, id);
  const quota = project && (await unlessGone(cloud, project));
  return quota === undefined || saysNothing(quota) ? undefined : quota;
}

export async function* listQuotas(
  cloud: Cloud,
  { project: id }: { readonly project?: string },
): AsyncIterable<Quota> {
  if (id !== undefined) {
    const one = await getQuota(cloud, id);
    if (one !== undefined) yield one;
    return;
  }
  for await (const project of listProjects(cloud)) {
    const quota = await unlessGone(cloud, project);
    if (quota !== undefined && !saysNothing(quota)) yield quota;
  }
}

/** Undefined where the project has been deleted since it was listed: Nova says 400 then. */
async function unlessGone(cloud: Cloud, project: Project): Promise<Quota | undefined> {
  try {
    return await quotaOf(cloud, project);
  } catch (error) {
    const isGone =
      hasStatus(error, 400, 404) && (await getProject(cloud, project.id)) === undefined;
    if (isGone) return undefined;
    throw error;
  }
}

/** Nothing but defaults, and no word of ours. */
export function saysNothing({ own, mark }: Quota): boolean {
  return mark === undefined && Object.values(own).every((set) => Object.keys(set).length === 0);
}

/** With the limits of the users who have a role in the project, and of those asked for. */
export async function quotaOf(
  cloud: Cloud,
  project: Project,
  others: readonly string[] = [],
): Promise<Quota> {
  const { id, name } = project;
  const marks = marksOf(project);
  const [compute, volume, network] = await Promise.all(
    QUOTA_SERVICES.map((service) => limitsOf(cloud, service, id)),
  );
  const known = [...(await usersIn(cloud, id)), ...(marks.mark?.users ?? []), ...others];
  const users = await limitsOfUsers(cloud, id, [...new Set(known)]);
  const setsOf = (which: 'all' | 'own'): LimitSets => ({
    compute: compute?.[which] ?? {},
    volume: volume?.[which] ?? {},
    network: network?.[which] ?? {},
    users: which === 'all' ? users : ownOfUsers(users, compute?.all ?? {}),
  });
  return { id, name, ...marks, all: setsOf('all'), own: setsOf('own') };
}

/** Nova takes those of its users away with the project's. */
export async function removeQuota(cloud: Cloud, id: string): Promise<void> {
  const project = await getProject(cloud, id);
  const mark = project && marksOf(project).mark;
  if (mark === undefined) return;
  for (const service of QUOTA_SERVICES) await removeLimits(cloud, service, id);
  await setMark(cloud, id, null);
}

async function limitsOf(
  cloud: Cloud,
  service: QuotaService,
  project: string,
): Promise<{ readonly all: Limits; readonly own: Limits } | undefined> {
  const [all, defaults] = await Promise.all([
    readLimits(cloud, service, { project }),
    readDefaults(cloud, service),
  ]);
  if (all === undefined || defaults === undefined) return undefined;
  return { all, own: differing(all, defaults) };
}

/** A project may have thousands of users, and Nova only so many workers. */
const AT_ONCE = 4;

async function limitsOfUsers(
  cloud: Cloud,
  project: string,
  users: readonly string[],
): Promise<Record<string, Limits>> {
  const found: [string, Limits][] = [];
  for (let first = 0; first < users.length; first += AT_ONCE) {
    const some = users.slice(first, first + AT_ONCE).map(async (user) => {
      const limits = await readLimits(cloud, 'compute', { project, user });
      if (limits !== undefined) found.push([user, limits]);
    });
    await Promise.all(some);
  }
  return Object.fromEntries(found);
}

function ownOfUsers(users: LimitSets['users'], ofProject: Limits): LimitSets['users'] {
  const own = Object.entries(users).map(
    ([user, limits]) => [user, differing(limits, ofProject)] as const,
  );
  return Object.fromEntries(own.filter(([, limits]) => Object.keys(limits).length > 0));
}

const assignmentSchema = z.looseObject({ user: z.looseObject({ id: z.string() }).optional() });

/** Nova does not list whom a project limits by name: those who could be are asked for, one by one. */
async function usersIn(cloud: Cloud, project: string): Promise<readonly string[]> {
  try {
    const query = { 'scope.project.id': project, effective: true };
    const assignments = await listRoleAssignments(cloud, assignmentSchema, query);
    return assignments.flatMap(({ user }) => (user === undefined ? [] : [user.id]));
  } catch (error) {
    if (hasStatus(error, 403)) return [];
    throw error;
  }
}
