import { z } from 'zod';
import type { Cloud, Query } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';

/** A collection of the identity API: https://docs.openstack.org/api-ref/identity/v3/ */
export interface Collection<Schema extends z.ZodType> {
  /** `/projects` */
  readonly path: string;
  /** The key of one in a body: `project`. */
  readonly one: string;
  /** The key of a list: `projects`. */
  readonly many: string;
  readonly schema: Schema;
}

export function collection<Schema extends z.ZodType>(
  one: string,
  schema: Schema,
): Collection<Schema> {
  return { path: `/${one}s`, one, many: `${one}s`, schema };
}

export async function getOne<Schema extends z.ZodType>(
  cloud: Cloud,
  of: Collection<Schema>,
  id: string,
  signal?: AbortSignal,
): Promise<z.output<Schema> | undefined> {
  const answer = await unlessAbsent(
    cloud.request('identity', { path: pathOf(of, id), schema: answerOf(of), signal }),
  );
  return answer?.[of.one] as z.output<Schema> | undefined;
}

export function listAll<Schema extends z.ZodType>(
  cloud: Cloud,
  of: Collection<Schema>,
  query: Query = {},
): AsyncIterable<z.output<Schema>> {
  return cloud.list('identity', { path: of.path, key: of.many, schema: of.schema, query });
}

/**
 * Those of every domain, asked one domain at a time: where domains have drivers of their own, Keystone lists only those of the
 * token's domain to who names none.
 */
export async function* listEverywhere<Schema extends z.ZodType>(
  cloud: Cloud,
  of: Collection<Schema>,
): AsyncIterable<z.output<Schema>> {
  const domains = cloud.list('identity', { path: '/domains', key: 'domains', schema: withId });
  for await (const { id } of domains) yield* listAll(cloud, of, { domain_id: id });
}

/** Creates one and answers its id. Absent values are not sent. */
export async function createOne(
  cloud: Cloud,
  of: Collection<z.ZodType>,
  body: Readonly<Record<string, unknown>>,
): Promise<string> {
  const answer = await cloud.request('identity', {
    method: 'POST',
    path: of.path,
    body: { [of.one]: body },
    schema: z.object({ [of.one]: withId }),
  });
  const made = answer[of.one] as z.output<typeof withId>;
  return made.id;
}

export async function updateOne(
  cloud: Cloud,
  of: Collection<z.ZodType>,
  id: string,
  body: Readonly<Record<string, unknown>>,
): Promise<void> {
  await cloud.call('identity', { method: 'PATCH', path: pathOf(of, id), body: { [of.one]: body } });
}

/** Keystone's deletes are done when they are answered. */
export async function removeOne(
  cloud: Cloud,
  of: Collection<z.ZodType>,
  id: string,
  signal?: AbortSignal,
): Promise<void> {
  await unlessAbsent(cloud.call('identity', { method: 'DELETE', path: pathOf(of, id), signal }));
}

/** What is immutable must be made mutable first; also a domain, as the project that it is: as a domain Keystone refuses that for ever. */
export async function makeMutable(
  cloud: Cloud,
  { path, one }: Pick<Collection<z.ZodType>, 'path' | 'one'>,
  { id, options }: { readonly id: string; readonly options: Readonly<Record<string, unknown>> },
): Promise<void> {
  if (options['immutable'] !== true) return;
  await cloud.call('identity', {
    method: 'PATCH',
    path: `${path}/${encodeURIComponent(id)}`,
    body: { [one]: { options: { immutable: false } } },
  });
}

export function pathOf(of: Collection<z.ZodType>, id: string): string {
  return `${of.path}/${encodeURIComponent(id)}`;
}

const withId = z.looseObject({ id: z.string() });

function answerOf<Schema extends z.ZodType>(of: Collection<Schema>) {
  return z.object({ [of.one]: of.schema });
}
