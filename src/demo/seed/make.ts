import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Cloud, Service } from '../../openstack/cloud.ts';

const LOOK_MS = 100;
const PATIENCE_MS = 30_000;

const answer = z.record(z.string(), z.looseObject({ id: z.string() }));

export interface MakeOptions {
  readonly microversion?: string;
  /** Beside the thing itself: scheduler hints. */
  readonly beside?: Readonly<Record<string, unknown>>;
}

/** Makes one thing of those whose body and answer stand below a key: `server`. Answers its id. @throws OpenStackError */
export async function make(
  cloud: Cloud,
  [service, path, key]: readonly [service: Service, path: string, key: string],
  thing: Readonly<Record<string, unknown>>,
  { microversion, beside = {} }: MakeOptions = {},
): Promise<string> {
  const made = await cloud.request(service, {
    method: 'POST',
    path,
    body: { [key]: thing, ...beside },
    schema: answer,
    ...(microversion === undefined ? {} : { microversion }),
  });
  return found(made, key).id;
}

/** Looks until a thing has the status. @throws Error where it gets there not in time, or is in ERROR */
export async function reach(
  cloud: Cloud,
  [service, path, key]: readonly [service: Service, path: string, key: string],
  status: string,
): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  const schema = z.record(z.string(), z.looseObject({ status: z.string() }));
  for (;;) {
    const now = found(await cloud.request(service, { path, schema }), key).status;
    if (now === status) return;
    if (now.toUpperCase() === 'ERROR' || Date.now() > until) {
      throw new Error(`${cloud.name}: ${key} ${path} is ${now}, not ${status}`);
    }
    await sleep(LOOK_MS);
  }
}

/** By what the company's people call it. @throws Error where there is none */
export function found<Value>(
  things: ReadonlyMap<string, Value> | Readonly<Record<string, Value>>,
  name: string,
): Value {
  const thing =
    things instanceof Map
      ? things.get(name)
      : Object.entries(things).find(([key]) => key === name)?.[1];
  if (thing === undefined) throw new Error(`There is no ${name}.`);
  return thing as Value;
}

/** Makes what has names, at once. */
export async function makeEach<Seed extends { readonly name: string }, Result>(
  seeds: readonly Seed[],
  one: (seed: Seed) => Promise<Result>,
): Promise<Map<string, Result>> {
  return new Map(
    await Promise.all(seeds.map(async (seed) => [seed.name, await one(seed)] as const)),
  );
}
