import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePlan } from '../../src/activities/make-plan.ts';
import { sealOf } from '../../src/activities/plan-seal.ts';
import { planMigration } from '../../src/activities/plan-migration.ts';
import { compareWithSaved } from '../../src/cli/saved-plan/compare.ts';
import type { SavedPlan } from '../../src/cli/saved-plan/schema.ts';
import { BlockedError } from '../../src/errors/migration.ts';
import { specSchema } from '../../src/model/spec.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { changeNeutron, externalNetwork, makeExternal, makeNeutron } from './neutron-lab.ts';

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
  const seal = sealOf(plan);
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

const gateway = (network_id: string, address: string) => ({
  network_id,
  external_fixed_ips: [{ ip_address: address }],
});

test('the address that a router is to keep is held to, in both clouds', async () => {
  const { source, destination, run } = lab;
  const outside = externalNetwork();
  const external = await makeExternal(lab, outside.name);
  const router = await makeNeutron(lab, source, 'router', {
    name: `${run}-way-out`,
    external_gateway_info: gateway(external.source, '198.51.100.50'),
  });
  const spec = specSchema.parse({
    name: run,
    source: 'src',
    destination: 'dst',
    strategy: 'all',
    include: [{ kind: ['router'], name: [`${run}-way-out`] }],
    mappings: outside.mappings,
  });
  const clouds = { source, destination };
  const then = await makePlan(spec, clouds);
  const changes = (now: Plan) => {
    const { items, warnings, noLonger } = compareWithSaved(then as unknown as SavedPlan, now);
    const codes = [warnings, noLonger].map((those) => those.map(({ code }) => code));
    return { attributes: items.flatMap(({ attributes }) => attributes), warnings: codes };
  };
  const taken = async (): Promise<unknown> =>
    planMigration(spec, clouds, { seal: sealOf(then) }).then(
      () => 'taken up',
      (error: unknown) => String(error),
    );
  expect(changes(await makePlan(spec, clouds))).toEqual({ attributes: [], warnings: [[], []] });
  expect(await taken()).toBe('taken up');

  const other = await makeNeutron(lab, destination, 'router', {
    name: `${run}-other`,
    external_gateway_info: gateway(external.destination, '198.51.100.50'),
  });
  expect(changes(await makePlan(spec, clouds))).toEqual({
    attributes: [],
    warnings: [['router-address-changes'], ['router-address-kept']],
  });
  expect(await taken()).toContain(
    `now to be warned of: Router ${run}-way-out has 198.51.100.50 outside, which is not free in dst`,
  );
  await changeNeutron(destination, `/routers/${other}`, { router: { external_gateway_info: {} } });
  expect(await taken()).toBe('taken up');

  await changeNeutron(source, `/routers/${router}`, {
    router: { external_gateway_info: gateway(external.source, '198.51.100.60') },
  });
  expect(changes(await makePlan(spec, clouds)).attributes).toEqual([
    'external_gateway_info.external_fixed_ips',
  ]);
  expect(await taken()).toContain(`router ${run}-way-out: new, or changed in the source`);
});
