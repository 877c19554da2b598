import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePlan } from '../../src/activities/plan.ts';
import { permissions } from '../../src/activities/preflight/permissions.ts';
import { BlockedError } from '../../src/errors/migration.ts';
import type { PlanItem } from '../../src/model/plan.ts';
import { specSchema } from '../../src/model/spec.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { openCloud } from '../../src/openstack/open-cloud.ts';
import { collect } from '../../src/resources/collect.ts';
import { z } from 'zod';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.end());

/** Logged in as a member of a project of its own. */
async function memberOf(cloud: Cloud): Promise<Cloud> {
  const project = await lab.make(cloud, 'identity', {
    path: '/projects',
    body: { project: { name: lab.run, domain_id: 'default' } },
  });
  const password = randomUUID();
  const user = await lab.make(cloud, 'identity', {
    path: '/users',
    body: { user: { name: lab.run, domain_id: 'default', password } },
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
      OS_USERNAME: lab.run,
      OS_PASSWORD: password,
      OS_USER_DOMAIN_ID: 'default',
      OS_PROJECT_ID: project,
      OS_REGION_NAME: cloud.region,
    },
  });
  lab.atEnd(() => Promise.resolve(member.close()));
  return member;
}

const item = (kind: string): PlanItem => ({
  key: `${kind}/1`,
  kind,
  name: '1',
  dependsOn: [],
  action: 'create',
  reason: 'not there yet',
});

function check(destination: Cloud): ReturnType<typeof permissions> {
  const items = ['project', 'user', 'flavor', 'server'].map(item);
  const spec = specOf();
  return permissions({
    source: lab.source,
    destination,
    spec,
    nodes: new Map(),
    items,
    ids: {},
  });
}

const specOf = () =>
  specSchema.parse({
    name: lab.run,
    source: 'src',
    destination: 'dst',
    select: { projects: ['admin'] },
  });

test('an administrator may do all that a plan makes', async () => {
  expect(await check(lab.destination)).toEqual([]);
});

test('what a member may not do in the destination is a blocker each, and nothing is changed by asking', async () => {
  const member = await memberOf(lab.destination);
  const found = await check(member);
  expect(
    found.map(({ severity, message }) => [severity, /may not (.*):/.exec(message)?.[1]]),
  ).toEqual(
    ['make projects', 'make users', 'make flavors', 'see the servers of other projects'].map(
      (what) => ['blocker', what],
    ),
  );
  expect(found[0]?.message).toContain(`User ${lab.run} of envvars (roles member`);
});

test('a source that lets the login read nothing is told with whose login it is', async () => {
  const source = await memberOf(lab.source);
  const planned = makePlan(specOf(), { source, destination: lab.destination });
  await expect(planned).rejects.toThrow(BlockedError);
  await expect(planned).rejects.toThrow(/User contract-\w+ of envvars .* may not read/);
});
