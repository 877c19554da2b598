import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { BlockedError } from '../errors/migration.ts';
import { hasStatus } from '../errors/openstack.ts';
import { OPERATOR_ROLE, OPERATOR_TAG } from '../model/operator.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { unlessAbsent } from '../resources/absent.ts';
import { listRoleAssignments } from '../resources/keystone/role-assignments.ts';

/** Within it, a migration that had just seen itself alone has taken the role away. */
const LEAVING_MS = 1_000;

/** After it a tag is looked at again, so often at the most. */
const SETTLING_MS = 300;
const TRIES = 10;

/** Whose role, where, and for which migration. */
interface Tenure {
  readonly destination: Cloud;
  readonly projectId: string;
  readonly user: string;
  readonly migration: string;
}

/**
 * The tag is set before the role is given, so that no crash leaves a role nobody knows of.
 * Harmless when given already: also where another migration has just taken it away.
 */
export async function giveAccess(
  destination: Cloud,
  projectId: string,
  migration: string,
): Promise<void> {
  const tenure = await tenureOf(destination, projectId, migration);
  const role = await roleId(destination);
  // In this order: who has given the role has set a tag before.
  const held = await holdsRole(tenure, role);
  const tags = await operatorTags(tenure);
  // The operator's own: nothing is given, nothing is to be taken.
  if (held && tags.length === 0) return;
  const others = tags.filter((tag) => tag !== tagOf(tenure));
  if (others.length < tags.length && held) return;
  await setTag(tenure);
  if (others.length > 0) await sleep(LEAVING_MS);
  await giveRole(tenure, role);
}

/** Takes away only what `giveAccess` gave; the last migration that needs it takes the role. */
export async function takeAccess(
  destination: Cloud,
  projectId: string,
  migration: string,
): Promise<void> {
  const tenure = await tenureOf(destination, projectId, migration);
  const tags = (): Promise<string[]> => operatorTags(tenure);
  if (!(await tags()).includes(tagOf(tenure))) return;
  const role = await roleId(destination);
  for (;;) {
    await settleRole(tenure, role);
    await dropTag(tenure);
    if ((await tags()).length > 0 || !(await holdsRole(tenure, role))) return;
    // The others have left in the same moment, each for the other's sake.
    await sleep(LEAVING_MS * Math.random());
    await setTag(tenure);
  }
}

/** The role goes where nobody else needs it. An attempt that died may have taken it from others: it is given back. */
async function settleRole(tenure: Tenure, role: string): Promise<void> {
  const others = async (): Promise<boolean> =>
    (await operatorTags(tenure)).some((tag) => tag !== tagOf(tenure));
  if (!(await others())) await takeRole(tenure, role);
  if (await others()) await giveRole(tenure, role);
}

async function tenureOf(destination: Cloud, projectId: string, migration: string): Promise<Tenure> {
  const { userId } = await destination.identity();
  return { destination, projectId, user: userId, migration };
}

/** Of this operator, for whichever migration. */
async function operatorTags({ destination, projectId, user }: Tenure): Promise<string[]> {
  const answer = await unlessAbsent(
    destination.request('identity', {
      path: `/projects/${projectId}/tags`,
      schema: z.looseObject({ tags: z.array(z.string()) }),
    }),
  );
  return (answer?.tags ?? []).filter((tag) => tag.startsWith(`${OPERATOR_TAG}${user}:`));
}

function tagOf({ user, migration }: Tenure): string {
  return `${OPERATOR_TAG}${user}:${migration}`;
}

function tagPath(tenure: Tenure): string {
  return `/projects/${tenure.projectId}/tags/${encodeURIComponent(tagOf(tenure))}`;
}

/**
 * Keystone reads all tags, changes one and writes all: of two changes in one moment one is lost. So each is looked at again after a
 * moment. It answers 400 where the tag is there already, 409 where another call sets it in the same moment.
 */
async function setTag(tenure: Tenure): Promise<void> {
  const { destination } = tenure;
  for (let tries = 1; ; tries += 1) {
    try {
      await destination.call('identity', { method: 'PUT', path: tagPath(tenure) });
    } catch (error) {
      if (!hasStatus(error, 400, 409) || tries === TRIES) throw error;
    }
    await sleep(settling());
    if ((await operatorTags(tenure)).includes(tagOf(tenure))) return;
  }
}

async function dropTag(tenure: Tenure): Promise<void> {
  const { destination } = tenure;
  do {
    await unlessAbsent(destination.call('identity', { method: 'DELETE', path: tagPath(tenure) }));
    await sleep(settling());
  } while ((await operatorTags(tenure)).includes(tagOf(tenure)));
}

/** Milliseconds; not the same for two that meet. */
function settling(): number {
  return SETTLING_MS * (0.5 + Math.random());
}

function rolePath({ projectId, user }: Tenure, role: string): string {
  return `/projects/${projectId}/users/${user}/roles/${role}`;
}

/** Keystone takes it as done where it is held already. */
async function giveRole(tenure: Tenure, role: string): Promise<void> {
  await tenure.destination.call('identity', { method: 'PUT', path: rolePath(tenure, role) });
}

async function takeRole(tenure: Tenure, role: string): Promise<void> {
  const { destination } = tenure;
  await unlessAbsent(
    destination.call('identity', { method: 'DELETE', path: rolePath(tenure, role) }),
  );
}

async function holdsRole({ destination, projectId, user }: Tenure, role: string): Promise<boolean> {
  const schema = z.looseObject({ role: z.looseObject({ id: z.string() }) });
  const query = { 'user.id': user, 'scope.project.id': projectId, effective: true };
  const assignments = await listRoleAssignments(destination, schema, query);
  return assignments.some((each) => each.role.id === role);
}

async function roleId(destination: Cloud): Promise<string> {
  const roles = destination.list('identity', {
    path: '/roles',
    key: 'roles',
    schema: z.looseObject({ id: z.string(), name: z.string() }),
    query: { name: OPERATOR_ROLE },
  });
  for await (const role of roles) if (role.name === OPERATOR_ROLE) return role.id;
  throw new BlockedError(
    `${destination.name}: there is no role \`${OPERATOR_ROLE}\`, with which servers are made in a project: create it.`,
  );
}
