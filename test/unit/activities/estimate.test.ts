import { expect, test } from 'vitest';
import { downtimeOf, estimateOf } from '../../../src/activities/estimate.ts';
import type { PlanItem } from '../../../src/model/plan.ts';
import { RATES } from '../../../src/model/rates.ts';
import { specSchema } from '../../../src/model/spec.ts';

const GIB = 1024 ** 3;

function specOf(words: object = {}) {
  const base = { name: 'm', source: 'a', destination: 'b', select: { projects: ['p'] } };
  return specSchema.parse({ ...base, ...words });
}

function item(kind: string, change: Partial<PlanItem> = {}): PlanItem {
  const plain = { name: 'x', dependsOn: [], action: 'create' as const, reason: 'not there yet' };
  return { key: `${kind}/${Math.random()}`, kind, ...plain, ...change };
}

const servers = (number: number, project = 'p', change: Partial<PlanItem> = {}): PlanItem[] =>
  Array.from({ length: number }, () => item('server', { project, running: true, ...change }));

const time = (items: readonly PlanItem[], limits: object): number =>
  estimateOf(items, specOf({ limits })).durationMs;

const images = (...sizes: number[]): PlanItem[] => sizes.map((bytes) => item('image', { bytes }));

test('a plan of which everything is there moves nothing and takes no time', () => {
  const items = [
    item('image', { action: 'reuse', bytes: GIB }),
    item('server', { action: 'reuse' }),
  ];
  expect(estimateOf(items, specOf())).toEqual({
    bytes: 0,
    durationMs: 0,
    running: 0,
    downtimeMs: 0,
  });
});

test('the bytes are those of what is to be made', () => {
  const items = [item('image', { bytes: GIB }), item('image', { bytes: 2 * GIB }), item('flavor')];
  expect(estimateOf(items, specOf()).bytes).toBe(3 * GIB);
});

test('transfers run side by side, and take no less than the largest', () => {
  const one = Math.round((GIB / RATES.bytesPerSecond) * 1000);
  expect(time(images(GIB, GIB), { transfers: 1 })).toBe(2 * one);
  expect(time(images(GIB, GIB), { transfers: 2 })).toBe(one);
  expect(time(images(GIB, 1), { transfers: 2 })).toBe(one);
});

test('servers go in windows of the spec, in each project; projects four at once', () => {
  expect(time(servers(5), { servers: 2 })).toBe(3 * RATES.serverMs);
  expect(time([...servers(2, 'p'), ...servers(2, 'q')], { servers: 2 })).toBe(RATES.serverMs);
  const eight = Array.from({ length: 8 }, (_none, project) => servers(2, `p${project}`));
  expect(time(eight.flat(), { servers: 2 })).toBe(2 * RATES.serverMs);
});

test('what is copied within the saga of a server is in its time', () => {
  const alone = estimateOf(servers(1), specOf());
  const whole = estimateOf([...servers(1), item('port'), item('floating-ip')], specOf());
  expect(whole).toEqual(alone);
});

test('only a server that runs has a downtime, and none where it is not brought to rest', () => {
  const off = item('server', { project: 'p' });
  const [on] = servers(1);
  expect(downtimeOf(off, specOf())).toBeUndefined();
  expect(downtimeOf(on!, specOf())).toBe(RATES.downtimeMs);
  expect(downtimeOf(on!, specOf({ server: { quiesce: 'none' } }))).toBeUndefined();
  expect(estimateOf([off, on!], specOf())).toMatchObject({ running: 1 });
});
