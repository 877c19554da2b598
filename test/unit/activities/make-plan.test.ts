import { expect, test, vi } from 'vitest';
import type { Node } from '../../../src/activities/node.ts';
import { makePlan } from '../../../src/activities/make-plan.ts';
import * as plan from '../../../src/activities/plan.ts';
import type { Survey } from '../../../src/activities/plan.ts';
import { planMigration } from '../../../src/activities/plan-migration.ts';
import { specSchema } from '../../../src/model/spec.ts';
import { kindOf } from '../../../src/resources/registry.ts';

const SPEC = specSchema.parse({
  name: 'acme',
  source: 'east',
  destination: 'west',
  strategy: 'all',
});
const CLOUDS = {} as never;

vi.mock('../../../src/activities/plan.ts', () => ({ survey: vi.fn<typeof plan.survey>() }));

/** What a survey finds in a cloud of so many flavors, which are all to be made, and so many servers of one project. */
function surveyed(flavors: number, { name = 'small', servers = 0 } = {}): void {
  const kind = kindOf('flavor');
  const nodes = Array.from({ length: flavors }, (_none, index): Node => ({
    key: `flavor/${index}`,
    kind,
    resource: { id: String(index), name },
    needs: [],
    dependsOn: [],
    companions: [],
  }));
  const project = { id: 'p', name: 'p' };
  const ids = Array.from({ length: servers }, (_none, index) => ({
    id: String(index).padStart(36, '0'),
    name,
  }));
  const found = {
    plan: {
      migration: 'acme',
      source: 'east',
      destination: 'west',
      items: nodes.map(({ key }) => ({
        key,
        kind: 'flavor',
        name,
        dependsOn: [],
        action: 'create',
        reason: 'not there yet',
      })),
      concerns: [],
    },
    levels: [nodes],
    nodes: new Map(nodes.map((node) => [node.key, node])),
    selected: [{ project, servers: ids }],
    others: nodes.map(({ key }) => key),
    ids: {},
  } as unknown as Survey;
  vi.mocked(plan.survey).mockResolvedValue(found);
}

const blockersOf = async (sealed = false): Promise<string[]> =>
  (await makePlan(SPEC, CLOUDS, { sealed })).concerns.map(
    ({ severity, message }) => `${severity}: ${message}`,
  );

test('what is more than one migration takes is a blocker of the plan, in the words with which it would be refused', async () => {
  surveyed(8000);
  expect(await blockersOf()).toEqual([]);
  surveyed(8001);
  const message = '8001 resources are to be copied, more than the 8000 of one migration.';
  expect(await blockersOf()).toEqual([`blocker: ${message}`]);
  await expect(planMigration(SPEC, CLOUDS, {})).rejects.toThrow(
    `acme: ${message} Part them with include and exclude, or select fewer servers.`,
  );
});

test('so is what is too large, for its names or for the servers that a saved plan is kept to', async () => {
  surveyed(7000, { name: 'long'.repeat(64) });
  expect(await blockersOf()).toEqual([
    'blocker: The plan of 7000 resources and 0 projects is too large for one migration.',
  ]);
  surveyed(1, { servers: 60_000 });
  expect(await blockersOf()).toEqual([]);
  expect(await blockersOf(true)).toEqual([
    'blocker: The plan of 1 resource and 1 project is too large for one migration.',
  ]);
});
