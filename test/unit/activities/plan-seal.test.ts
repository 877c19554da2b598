import { expect, test } from 'vitest';
import { holdToSeal, sealOf } from '../../../src/activities/plan-seal.ts';
import { BlockedError } from '../../../src/errors/migration.ts';
import type { Concern } from '../../../src/model/concern.ts';
import type { PlanItem } from '../../../src/model/plan.ts';

function item(key: string, change: Partial<PlanItem> = {}): PlanItem {
  const [kind = '', name = ''] = key.split('/');
  return { key, kind, name, dependsOn: [], action: 'create', reason: 'not there yet', ...change };
}

const plan = (items: readonly PlanItem[], concerns: readonly Concern[] = []) => ({
  items,
  concerns,
});

const PLAN = [
  item('flavor/small'),
  item('network/front', { action: 'reuse', destinationId: 'n1' }),
];

test('a plan in another order, for other reasons, is the same plan', () => {
  const [one, other] = PLAN as [PlanItem, PlanItem];
  expect(() =>
    holdToSeal(sealOf(plan(PLAN)), plan([{ ...other, reason: 'equal' }, one])),
  ).not.toThrow();
  expect(sealOf(plan(PLAN))).toEqual(sealOf(plan([other, one])));
});

test('what is done otherwise, or with another resource, is named', () => {
  const changed = [
    item('flavor/small', { action: 'reuse', destinationId: 'f1', reason: 'already there' }),
    item('network/front', { action: 'reuse', destinationId: 'n2' }),
  ];
  const held = (): void => holdToSeal(sealOf(plan(PLAN)), plan(changed));
  expect(held).toThrow(BlockedError);
  expect(held).toThrow('flavor small: now reuse f1 (already there); network front: now reuse n2');
});

test('what would be copied otherwise is named', () => {
  const of = (ram: string): PlanItem => item('flavor/small', { content: { name: 'a', ram } });
  const seal = sealOf(plan([of('b')]));
  expect(() => holdToSeal(seal, plan([of('b')]))).not.toThrow();
  expect(() => holdToSeal(seal, plan([of('c')]))).toThrow(
    'flavor small: new, or changed in the source',
  );
  const turned = item('flavor/small', { content: { ram: 'b', name: 'a' } });
  expect(() => holdToSeal(seal, plan([turned]))).not.toThrow();
});

test('what has come is named, what has gone is counted', () => {
  expect(() => holdToSeal(sealOf(plan(PLAN)), plan([...PLAN, item('server/new')]))).toThrow(
    'server new: new, or changed in the source; now create (not there yet). Plan again',
  );
  expect(() => holdToSeal(sealOf(plan(PLAN)), plan(PLAN.slice(1)))).toThrow(
    'nothing was changed: 1 fewer of its items and warnings than then. Plan again',
  );
});

test('of many that differ the first are named and the others counted', () => {
  const many = Array.from({ length: 40 }, (_none, index) => item(`server/s${index}`));
  expect(() => holdToSeal(sealOf(plan(PLAN)), plan([...PLAN, ...many]))).toThrow(
    /server s4: .*; 35 more\./,
  );
});

test('the seal of a plan of 100,000 items fits into the input of a workflow', () => {
  const items = Array.from({ length: 100_000 }, (_none, index) => item(`port/${index}`));
  const seal = sealOf(plan(items));
  expect(JSON.stringify(seal).length).toBeLessThan(1024 * 1024);
  expect(() => holdToSeal(seal, plan(items))).not.toThrow();
});

const warned = (code: string, message: string): Concern => ({
  severity: 'warning',
  code,
  subject: 'router/1',
  message,
  remedy: 'Free it.',
});

test('a warning that is a promise is sealed with its words, another is not', () => {
  const kept = warned('router-address-kept', 'Router gw keeps 203.0.113.50 outside.');
  const seal = sealOf(plan(PLAN, [kept]));
  const hold = (...concerns: Concern[]) => holdToSeal(seal, plan(PLAN, concerns));
  expect(() => hold(kept, warned('capacity-short', '3 GiB are free.'))).not.toThrow();
  expect(() => hold(warned('router-address-changes', 'Router gw gets another address.'))).toThrow(
    'nothing was changed: now to be warned of: Router gw gets another address. Plan again',
  );
  expect(() => hold({ ...kept, message: 'Router gw keeps 203.0.113.60 outside.' })).toThrow(
    'Router gw keeps 203.0.113.60 outside. Plan again',
  );
  expect(() => hold()).toThrow('1 fewer of its items and warnings than then');
});
