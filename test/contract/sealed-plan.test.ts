import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePlan } from '../../src/activities/plan.ts';
import { sealOf } from '../../src/activities/plan-seal.ts';
import { planMigration } from '../../src/activities/plan-migration.ts';
import { BlockedError } from '../../src/errors/migration.ts';
import { specSchema } from '../../src/model/spec.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.end());

function makeFlavor(cloud: Cloud, id: string, ram = 128): Promise<string> {
  const flavor = { id, name: id, ram, vcpus: 1, disk: 1 };
  return lab.make(cloud, 'compute', { path: '/flavors', body: { flavor } });
}

test('a sealed plan is taken up as long as the clouds are so, and refused with what is otherwise', async () => {
  const { source, destination, run } = lab;
  const spec = specSchema.parse({
    name: run,
    source: 'src',
    destination: 'dst',
    strategy: 'all',
    include: [{ kind: ['flavor'], name: [`${run}*`] }],
  });
  const clouds = { source, destination };
  await makeFlavor(source, `${run}-small`);
  await makeFlavor(source, `${run}-large`);
  const plan = await makePlan(spec, clouds);
  expect(plan.items.map(({ name, action }) => `${name} ${action}`).toSorted()).toEqual([
    `${run}-large create`,
    `${run}-small create`,
  ]);
  const seal = sealOf(plan.items);
  const { levels } = await planMigration(spec, clouds, { seal });
  expect(levels.flat()).toHaveLength(2);
  const large = `/flavors/${run}-large/os-extra_specs`;
  const spoken = {
    method: 'POST',
    path: large,
    body: { extra_specs: { spoken: 'since' } },
  } as const;
  await source.call('compute', spoken);
  await expect(planMigration(spec, clouds, { seal })).rejects.toThrow(
    `flavor ${run}-large: new, or changed in the source`,
  );
  await source.call('compute', { method: 'DELETE', path: `${large}/spoken` });
  await planMigration(spec, clouds, { seal });
  await makeFlavor(destination, `${run}-small`);
  const taken = planMigration(spec, clouds, { seal });
  await expect(taken).rejects.toThrow(BlockedError);
  await expect(taken).rejects.toThrow(
    `nothing was changed: flavor ${run}-small: now reuse ${run}-small (already there). Plan again`,
  );
  await makeFlavor(source, `${run}-new`);
  await expect(planMigration(spec, clouds, { seal })).rejects.toThrow(
    `flavor ${run}-new: new, or changed in the source; now create`,
  );
});
