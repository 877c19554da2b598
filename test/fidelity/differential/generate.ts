import * as fc from 'fast-check';
import { compute } from './compute.ts';
import { createDraw } from './draw.ts';
import type { Draw, Known } from './draw.ts';
import { network } from './network.ts';
import type { Operation, Operations } from './operation.ts';
import { identity, image, volume } from './others.ts';

/** Numbers that become a call when the model is known. */
export type Seedling = readonly number[];

/** So many of them; the same for the same seed. */
export function seedlings(seed: number, calls: number): readonly Seedling[] {
  const one = fc.array(fc.integer({ min: 0, max: 0x7fff_ffff }), { minLength: 24, maxLength: 24 });
  return fc.sample(one, { seed, numRuns: calls });
}

const SERVICES: readonly Operations[] = [
  identity,
  image,
  network,
  network,
  compute,
  compute,
  volume,
];

/** The call that a seedling is in this state of the model. */
export function grow(seedling: Seedling, known: Known, serial: number): Operation {
  const draw = createDraw(seedling, known, serial);
  const service = draw.one(SERVICES);
  const operation = draw.one(service)(draw);
  if (operation.body === undefined || !draw.once(12)) return operation;
  return { ...operation, body: spoiled(operation.body, draw) };
}

const WRONG = [null, 7, 'x', [], {}, true, -1, '', ['x'], { x: 'y' }];

/** Something in it is missing, of a wrong type, or unknown. */
function spoiled(body: unknown, draw: Draw): unknown {
  if (typeof body !== 'object' || body === null) return draw.one(WRONG);
  if (Array.isArray(body)) return body.map((each: unknown) => spoiled(each, draw));
  const entries = Object.entries(body);
  const [first] = entries;
  if (first !== undefined && entries.length === 1 && isObject(first[1]) && !draw.once(6)) {
    return { [first[0]]: spoiled(first[1], draw) };
  }
  if (entries.length === 0 || draw.once(4)) return { ...body, colour: draw.one(WRONG) };
  const [key] = draw.one(entries);
  if (draw.once(3)) return Object.fromEntries(entries.filter(([name]) => name !== key));
  return { ...body, [key]: draw.one(WRONG) };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
