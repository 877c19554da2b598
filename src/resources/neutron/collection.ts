import type { z } from 'zod';
import { callsOf } from '../collection.ts';
import type { Collection as AnyCollection } from '../collection.ts';

export { pathOf } from '../collection.ts';

export interface Collection<Schema extends z.ZodType> extends AnyCollection<Schema> {
  /** Where its tags are, if not below `path`: `/policies`. */
  readonly tagPath?: string;
}

/** https://docs.openstack.org/api-ref/network/v2/. It has no pages unless they are asked for: 60,000 ports would come in one answer, and late. */
export const { getOne, listAll, createOne, updateOne, removeOne } = callsOf('network', {
  change: 'PUT',
  pageSize: 1000,
});

/** The collection whose names follow the API's rule; `one` with underscores. */
export function collection<Schema extends z.ZodType>(
  one: string,
  schema: Schema,
): Collection<Schema> {
  return { path: `/${one.replaceAll('_', '-')}s`, one, many: `${one}s`, schema };
}
