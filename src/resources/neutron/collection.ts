import { z } from 'zod';
import type { Cloud, Query } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';

/** A collection of the network API: https://docs.openstack.org/api-ref/network/v2/ */
export interface Collection<Schema extends z.ZodType> {
  /** The plural as paths spell it: `security-groups`. */
  readonly path: string;
  /** Where its tags are, if not below `path`: `/policies`. */
  readonly tagPath?: string;
  /** The key of one in a body: `security_group`. */
  readonly one: string;
  /** The key of a list: `security_groups`. */
  readonly many: string;
  readonly schema: Schema;
}

/** The collection whose names follow the API's rule; `one` with underscores. */
export function collection<Schema extends z.ZodType>(
  one: string,
  schema: Schema,
): Collection<Schema> {
  return { path: `/${one.replaceAll('_', '-')}s`, one, many: `${one}s`, schema };
}

export async function getOne<Schema extends z.ZodType>(
  cloud: Cloud,
  of: Collection<Schema>,
  id: string,
  signal?: AbortSignal,
): Promise<z.output<Schema> | undefined> {
  const answer = await unlessAbsent(
    cloud.request('network', {
      path: pathOf(of, id),
      schema: z.record(z.string(), of.schema),
      signal,
    }),
  );
  return answer?.[of.one];
}

/** Neutron has no pages unless they are asked for: 60,000 ports would come in one answer, and late. */
const PAGE = 1000;

export function listAll<Schema extends z.ZodType>(
  cloud: Cloud,
  of: Collection<Schema>,
  query: Query,
): AsyncIterable<z.output<Schema>> {
  return cloud.list('network', {
    path: of.path,
    key: of.many,
    schema: of.schema,
    query,
    pageSize: PAGE,
  });
}

/** Creates one and answers its id. Absent values are not sent. */
export async function createOne(
  cloud: Cloud,
  of: Collection<z.ZodType>,
  body: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<string> {
  const answer = await cloud.request('network', {
    method: 'POST',
    path: of.path,
    body: { [of.one]: body },
    schema: z.record(z.string(), z.looseObject({ id: z.string() })),
    signal,
  });
  const made = answer[of.one];
  if (made === undefined)
    throw new Error(`${cloud.name}: POST ${of.path}: no ${of.one} in the answer`);
  return made.id;
}

export async function updateOne(
  cloud: Cloud,
  of: Collection<z.ZodType>,
  id: string,
  body: Readonly<Record<string, unknown>>,
): Promise<void> {
  await cloud.call('network', { method: 'PUT', path: pathOf(of, id), body: { [of.one]: body } });
}

/** Neutron's deletes are done when they are answered. */
export async function removeOne(
  cloud: Cloud,
  of: Collection<z.ZodType>,
  id: string,
  signal?: AbortSignal,
): Promise<void> {
  await unlessAbsent(cloud.call('network', { method: 'DELETE', path: pathOf(of, id), signal }));
}

export function pathOf(of: Collection<z.ZodType>, id: string): string {
  return `${of.path}/${encodeURIComponent(id)}`;
}
