import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyItems } from '../../src/activities/copy.ts';
import { makePlan } from '../../src/activities/make-plan.ts';
import { planMigration } from '../../src/activities/plan-migration.ts';
import type { Plan } from '../../src/model/plan.ts';
import { specSchema } from '../../src/model/spec.ts';
import { project as projectKind } from '../../src/resources/project/index.ts';
import { readLimits } from '../../src/resources/quota/calls.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { dropQuotasAtEnd } from './quota-lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.end());

const actions = ({ items }: Plan): string[] => items.map(({ kind, action }) => `${kind} ${action}`);

test('a project with the source’s defaults has no quotas to carry, and where the spec asks for all it has each of them', async () => {
  const { source, destination, run } = lab;
  const clouds = { source, destination };
  const own = specSchema.parse({
    name: run,
    source: 'src',
    destination: 'dst',
    strategy: 'all',
    include: [{ kind: ['quota'], project: [run] }],
  });
  const all = { ...own, quotas: 'all' as const };
  const project = await lab.makeProject(source);
  expect(actions(await makePlan(own, clouds))).toEqual([]);
  expect(actions(await makePlan(all, clouds))).toEqual([
    'domain reuse',
    'project create',
    'quota create',
  ]);

  const { levels, ids: known } = await planMigration(all, clouds, {});
  const step = { signal: AbortSignal.timeout(60_000), attempt: 1, report: () => undefined };
  let ids = known;
  for (const items of levels) {
    const copied = await copyItems(all, clouds, { items, ids, missing: [] }, step);
    expect(copied.failed).toEqual([]);
    ids = { ...ids, ...copied.ids };
  }
  const copy = ids[`project/${project}`] ?? '';
  lab.atEnd(() => projectKind.remove(destination, copy));
  dropQuotasAtEnd(lab, destination, copy);
  for (const service of ['compute', 'volume', 'network'] as const) {
    const limits = await readLimits(source, service, { project });
    expect(await readLimits(destination, service, { project: copy })).toMatchObject(limits ?? {});
  }
  expect(actions(await makePlan(all, clouds))).toEqual([
    'domain reuse',
    'project reuse',
    'quota reuse',
  ]);
});
