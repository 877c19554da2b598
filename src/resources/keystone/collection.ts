import { z } from 'zod';
import type { Cloud } from '../../openstack/cloud.ts';
import { callsOf } from '../collection.ts';
import type { Collection } from '../collection.ts';

export { pathOf } from '../collection.ts';
export type { Collection } from '../collection.ts';

/** https://docs.openstack.org/api-ref/identity/v3/ */
export const { getOne, listAll, createOne, updateOne, removeOne } = callsOf('identity', {
  change: 'PATCH',
});

/** The collection whose names follow the API's rule. */
export function collection<Schema extends z.ZodType>(
  one: string,
  schema: Schema,
): Collection<Schema> {
  return { path: `/${one}s`, one, many: `${one}s`, schema };
}

/**
 * Those of every domain, asked one domain at a time: where domains have drivers of their own, Keystone lists only those of the
 * token's domain to who names none.
 */
export async function* listEverywhere<Schema extends z.ZodType>(
  cloud: Cloud,
  of: Collection<Schema>,
): AsyncIterable<z.output<Schema>> {
  const domains = collection('domain', z.looseObject({ id: z.string() }));
  for await (const { id } of listAll(cloud, domains)) yield* listAll(cloud, of, { domain_id: id });
}

/** What is immutable must be made mutable first; also a domain, as the project that it is: as a domain Keystone refuses that for ever. */
export async function makeMutable(
  cloud: Cloud,
  of: Pick<Collection<z.ZodType>, 'path' | 'one'>,
  { id, options }: { readonly id: string; readonly options: Readonly<Record<string, unknown>> },
): Promise<void> {
  if (options['immutable'] !== true) return;
  await updateOne(cloud, of, id, { options: { immutable: false } });
}
