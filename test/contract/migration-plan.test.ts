import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { planMigration } from '../../src/activities/plan-migration.ts';
import type { MigrationPlan } from '../../src/activities/workflow-plan.ts';
import type { Concern } from '../../src/model/concern.ts';
import { specSchema } from '../../src/model/spec.ts';
import type { Mappings } from '../../src/model/spec.ts';
import { collect } from '../../src/resources/collect.ts';
import { deactivateImage } from '../../src/resources/image/api.ts';
import { server as serverKind } from '../../src/resources/server/index.ts';
import type { ServerResource } from '../../src/resources/server/schema.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { dropQuotasAtEnd, setQuota } from './quota-lab.ts';
import { existing } from './resource-kind.suite.ts';
import { makeSourceServer } from './server-lab.ts';

let lab: Lab;
let server: ServerResource;

beforeAll(async () => {
  lab = await openLab();
  server = await existing(serverKind, lab.source, await makeSourceServer(lab));
  dropQuotasAtEnd(lab, lab.source, server.projectId);
}, 240_000);
afterAll(() => lab?.end());

function plan(words: object): Promise<MigrationPlan> {
  const spec = specSchema.parse({ name: lab.run, source: 'src', destination: 'dst', ...words });
  return planMigration(spec, lab, {});
}

test('of a cloud whose projects are all there already, no id travels in the history', async () => {
  const include = [{ kind: ['project'], name: ['admin', 'service'] }];
  const { ids, reused, levels } = await plan({ strategy: 'all', include });
  expect(reused).toBeGreaterThan(0);
  expect({ ids, levels }).toEqual({ ids: {}, levels: [] });
});

test('where no server is migrated, what is to be said of the plan as a whole is told by the migration', async () => {
  const include = [{ kind: ['project'], name: ['admin'] }];
  const mappings = { flavor: { [`${lab.run}-typo`]: 'small' } };
  const { ownConcerns = [] } = await plan({ strategy: 'all', include, mappings });
  expect(ownConcerns.map(({ code }) => code)).toContain('idle-mapping');
});

test('a project is told which of the shared ids are its own, and servers that are named by their ids', async () => {
  const include = [{ kind: ['flavor', 'security-group'] }];
  const select = { servers: [server.id] };
  const { forProjects = [], projects } = await plan({ strategy: 'all', include, select });
  expect(projects).toMatchObject([{ id: server.projectId, only: [server.id] }]);
  const own = projects[0]?.needs?.map((index) => forProjects[index]) ?? [];
  expect(own).toContain(`flavor/${server.flavorId}`);
  expect(own.filter((key) => key === undefined)).toEqual([]);
});

test('what only the quotas of a project need is told by the migration: no survey of the project sees it', async () => {
  const { source } = lab;
  const body = { user: { name: `${lab.run}-limited`, domain_id: 'default' } };
  const user = await lab.make(source, 'identity', { path: '/users', body });
  const schema = z.looseObject({ id: z.string(), name: z.string() });
  const roles = source.list('identity', { path: '/roles', key: 'roles', schema });
  const [member] = await collect(roles, ({ name }) => name === 'member');
  const path = `/projects/${server.projectId}/users/${user}/roles/${member?.id}`;
  await source.call('identity', { method: 'PUT', path });
  await setQuota(source, 'compute', { project: server.projectId, user }, { instances: 1 });
  const { ownConcerns = [], concerns } = await plan({ select: { projects: [server.projectId] } });
  // Of users alike it stands among the others of the first.
  const about = (those: readonly Concern[]): string[] =>
    those
      .filter(
        ({ subject, others = [] }) =>
          subject === `user/${user}` || others.includes(`${lab.run}-limited`),
      )
      .map(({ code }) => code);
  expect(about(concerns)).not.toEqual([]);
  expect(about(ownConcerns)).toEqual(about(concerns));
  // Also what servers need: the migration has made it by the time their projects look.
  const {
    ownConcerns: told = [],
    levels,
    concerns: all,
  } = await plan({
    strategy: 'all',
    include: [{ kind: ['network', 'subnet', 'user', 'security-group'] }],
    select: { projects: [server.projectId] },
  });
  const made = new Set(levels.flat().map(({ key }) => key));
  const ofMade = all.filter(({ subject }) => made.has(subject));
  expect(told).toEqual(expect.arrayContaining(ofMade));
});

test('whom a plan names among very many is told by name to the workflow too, and what kinds it makes', async () => {
  const names = Array.from({ length: 60 }, (_none, index) => `${lab.run}-user-${index}`);
  for (const name of names) {
    const body = { user: { name, domain_id: 'default' } };
    await lab.make(lab.source, 'identity', { path: '/users', body });
  }
  const include = [{ kind: ['user'], name: [`${lab.run}-user-*`] }];
  const { ownConcerns = [], kinds } = await plan({ strategy: 'all', include });
  // Where the databases are read, it is known that they have none.
  const told = ownConcerns.filter(({ code }) =>
    ['user-without-password', 'user-has-no-password'].includes(code),
  );
  const users = told.flatMap(({ name, others = [] }) => [name ?? '', ...others]);
  expect(users.toSorted()).toEqual(names.toSorted());
  expect(kinds).toEqual(['user']);
});

test('an image that none can be made from now is no blocker where a pattern maps it', async () => {
  await deactivateImage(lab.source, server.imageId ?? '');
  const told = async (mappings: Mappings): Promise<string[]> =>
    ((await serverKind.concerns?.({ ...lab.preflight(), mappings }, server)) ?? [])
      .filter(({ severity }) => severity === 'blocker')
      .map(({ code }) => code);
  expect(await told({ image: { 'other-*': 'legacy-*' } })).toEqual(['image-not-active']);
  expect(await told({ image: { 'contract-*': 'legacy-*' } })).toEqual([]);
});
