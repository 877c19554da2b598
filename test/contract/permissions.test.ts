import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePlan } from '../../src/activities/make-plan.ts';
import { NOWHERE } from '../../src/activities/preflight/probes.ts';
import { permissions } from '../../src/activities/preflight/permissions.ts';
import { BlockedError } from '../../src/errors/migration.ts';
import { specSchema } from '../../src/model/spec.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { openCloud } from '../../src/openstack/open-cloud.ts';
import { collect } from '../../src/resources/collect.ts';
import { getServer } from '../../src/resources/server/api.ts';
import type { ServerResource } from '../../src/resources/server/schema.ts';
import { z } from 'zod';
import { scopeOf } from '../unit/activities/preflight/scope.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { makeSourceServer } from './server-lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.end());

/** One that runs in a project of its own. */
async function serverOf({ source }: Lab): Promise<ServerResource> {
  made ??= makeSourceServer(lab);
  const server = await getServer(source, await made);
  if (server === undefined) throw new Error('The server is gone.');
  return server;
}

let made: Promise<string> | undefined;
const members = new Map<Cloud, Promise<Cloud>>();

/** Logged in as a member of a project of its own. */
function memberOf(cloud: Cloud): Promise<Cloud> {
  const member = members.get(cloud) ?? makeMember(cloud);
  members.set(cloud, member);
  return member;
}

async function makeMember(cloud: Cloud): Promise<Cloud> {
  const name = `${lab.run}-member`;
  const project = await lab.make(cloud, 'identity', {
    path: '/projects',
    body: { project: { name, domain_id: 'default' } },
  });
  const password = randomUUID();
  const user = await lab.make(cloud, 'identity', {
    path: '/users',
    body: { user: { name, domain_id: 'default', password } },
  });
  const schema = z.looseObject({ id: z.string() });
  const query = { name: 'member' };
  const [role] = await collect(
    cloud.list('identity', { path: '/roles', key: 'roles', schema, query }),
  );
  const path = `/projects/${project}/users/${user}/roles/${role?.id ?? ''}`;
  await cloud.call('identity', { method: 'PUT', path });
  const member = await openCloud('envvars', {
    environment: {
      OS_AUTH_URL: (await cloud.versions('identity'))?.endpoint,
      OS_USERNAME: name,
      OS_PASSWORD: password,
      OS_USER_DOMAIN_ID: 'default',
      OS_PROJECT_ID: project,
      OS_REGION_NAME: cloud.region,
    },
  });
  lab.atEnd(() => Promise.resolve(member.close()));
  return member;
}

/** One of each kind that is asked for, of a project that the plan makes. */
const PLANNED = [
  { kind: 'domain' },
  { kind: 'project' },
  { kind: 'user' },
  { kind: 'group' },
  { kind: 'role' },
  { kind: 'quota', own: { compute: { cores: 1 }, volume: { volumes: 1 }, network: { port: 1 } } },
  { kind: 'role-assignment' },
  { kind: 'flavor' },
  { kind: 'flavor-access' },
  { kind: 'keypair' },
  { kind: 'image', visibility: 'public', owner: '1' },
  { kind: 'network' },
  { kind: 'port' },
  { kind: 'floating-ip' },
];

interface Planned {
  readonly kind: string;
  readonly id?: string;
  readonly name?: string;
}

function check(
  clouds: { readonly source?: Cloud; readonly destination?: Cloud },
  planned: readonly Planned[],
): ReturnType<typeof permissions> {
  const resources = planned.map(({ kind, ...resource }) => {
    const id = resource.id ?? '1';
    return [kind, { id, name: id, project_id: id, projectId: id, ...resource }] as const;
  });
  return permissions({ ...scopeOf({ ...lab, ...clouds }, resources), spec: specOf() });
}

/** What a probe of the source might change: tags and state, a port's groups and its count of changes. */
async function stateOf({ id, ports }: ServerResource) {
  const schema = z.looseObject({
    server: z.looseObject({ status: z.string(), tags: z.array(z.string()), updated: z.string() }),
  });
  const path = `/servers/${id}`;
  const { server } = await lab.source.request('compute', { path, schema, microversion: '2.26' });
  const { port } = await lab.source.request('network', {
    path: `/ports/${ports[0]?.id ?? ''}`,
    schema: z.looseObject({
      port: z.looseObject({ security_groups: z.unknown(), revision_number: z.number() }),
    }),
  });
  const { status, tags, updated } = server;
  return { status, tags, updated, groups: port.security_groups, changes: port.revision_number };
}

/** Default groups, which Neutron makes for any project id that it is asked for a port of. */
function groupsOfNobody(cloud: Cloud): Promise<unknown[]> {
  const schema = z.looseObject({ project_id: z.string() });
  return collect(
    cloud.list('network', { path: '/security-groups', key: 'security_groups', schema }),
    ({ project_id: id }) => id.startsWith(NOWHERE),
  );
}

/** Something that a probe of Glance can be a second one of. */
async function makeImage(): Promise<void> {
  const body = { name: lab.run, visibility: 'public' };
  await lab.make(lab.destination, 'image', { path: '/images', body });
}

const whatOf = (found: Awaited<ReturnType<typeof permissions>>): (string | undefined)[] =>
  found.map(({ message }) => /may not (.*):/.exec(message)?.[1]);

const specOf = () =>
  specSchema.parse({
    name: lab.run,
    source: 'src',
    destination: 'dst',
    select: { projects: ['admin'] },
  });

test('an administrator may do all that a plan asks of both clouds, and nothing is changed by asking', async () => {
  await makeImage();
  const server = await serverOf(lab);
  const before = await stateOf(server);
  expect(await check({}, [...PLANNED, { kind: 'server', ...server }])).toEqual([]);
  expect(await stateOf(server)).toEqual(before);
  expect(await groupsOfNobody(lab.source)).toEqual([]);
  expect(await groupsOfNobody(lab.destination)).toEqual([]);
});

test('what a member may not do in the destination is a blocker each', async () => {
  await makeImage();
  const member = await memberOf(lab.destination);
  const found = await check({ destination: member }, PLANNED);
  expect(new Set(found.map(({ severity }) => severity))).toEqual(new Set(['blocker']));
  expect(whatOf(found)).toEqual([
    'make domains',
    'make projects',
    'make users',
    'make groups',
    'make roles',
    'give roles',
    'set the compute quotas of projects',
    'set the volume quotas of projects',
    'set the network quotas of projects',
    'make flavors',
    'give projects access to flavors',
    'make keypairs for users',
    'make images for other projects',
    'make public images',
    'make networks and ports for other projects',
    'make floating IPs of a chosen address for other projects',
  ]);
  expect(found[0]?.message).toContain(`User ${lab.run}-member of envvars (roles member`);
});

test('a login that may not change the servers of the source is a blocker before anything is copied', async () => {
  const server = await serverOf(lab);
  const source = await memberOf(lab.source);
  const found = await check({ source }, [{ kind: 'server', ...server }]);
  expect(whatOf(found)).toEqual([`change server ${server.name}`]);
});

test('a source that lets the login read nothing is told with whose login it is', async () => {
  const source = await memberOf(lab.source);
  const planned = makePlan(specOf(), { source, destination: lab.destination });
  await expect(planned).rejects.toThrow(BlockedError);
  await expect(planned).rejects.toThrow(/User contract-\w+-member of envvars .* may not read/);
});
