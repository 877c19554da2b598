import { expect, test } from 'vitest';
import { holdToSeal, sealOf } from '../../../src/activities/plan-seal.ts';
import { BlockedError } from '../../../src/errors/migration.ts';
import type { PlanItem } from '../../../src/model/plan.ts';

function item(key: string, change: Partial<PlanItem> = {}): PlanItem {
  const [kind = '', name = ''] = key.split('/');
  return { key, kind, name, dependsOn: [], action: 'create', reason: 'not there yet', ...change };
}

const PLAN = [
  item('flavor/small'),
  item('network/front', { action: 'reuse', destinationId: 'n1' }),
];

test('a plan in another order, for other reasons, is the same plan', () => {
  const [one, other] = PLAN as [PlanItem, PlanItem];
  expect(() => holdToSeal(sealOf(PLAN), [{ ...other, reason: 'equal' }, one])).not.toThrow();
  expect(sealOf(PLAN)).toEqual(sealOf([other, one]));
});

test('what is done otherwise, or with another resource, is named', () => {
  const changed = [
    item('flavor/small', { action: 'reuse', destinationId: 'f1', reason: 'already there' }),
    item('network/front', { action: 'reuse', destinationId: 'n2' }),
  ];
  const held = (): void => holdToSeal(sealOf(PLAN), changed);
  expect(held).toThrow(BlockedError);
  expect(held).toThrow('flavor small: now reuse f1 (already there); network front: now reuse n2');
});

test('what would be copied otherwise is named', () => {
  const of = (ram: string): PlanItem => item('flavor/small', { content: { name: 'a', ram } });
  const seal = sealOf([of('b')]);
  expect(() => holdToSeal(seal, [of('b')])).not.toThrow();
  expect(() => holdToSeal(seal, [of('c')])).toThrow('flavor small: new, or changed in the source');
  const turned = item('flavor/small', { content: { ram: 'b', name: 'a' } });
  expect(() => holdToSeal(seal, [turned])).not.toThrow();
});

test('what has come is named, what has gone is counted', () => {
  expect(() => holdToSeal(sealOf(PLAN), [...PLAN, item('server/new')])).toThrow(
    'server new: new, or changed in the source; now create (not there yet). Plan again',
  );
  expect(() => holdToSeal(sealOf(PLAN), PLAN.slice(1))).toThrow(
    'nothing was changed: 1 item fewer than then. Plan again',
  );
});

test('of many that differ the first are named and the others counted', () => {
  const many = Array.from({ length: 40 }, (_none, index) => item(`server/s${index}`));
  expect(() => holdToSeal(sealOf(PLAN), [...PLAN, ...many])).toThrow(/server s4: .*; 35 more\./);
});

test('the seal of a plan of 100,000 items fits into the input of a workflow', () => {
  const items = Array.from({ length: 100_000 }, (_none, index) => item(`port/${index}`));
  const seal = sealOf(items);
  expect(JSON.stringify(seal).length).toBeLessThan(1024 * 1024);
  expect(() => holdToSeal(seal, items)).not.toThrow();
});
