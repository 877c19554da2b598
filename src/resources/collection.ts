import { z } from 'zod';
import type { Cloud, Query, Service } from '../openstack/cloud.ts';
import { unlessAbsent } from './absent.ts';

/** A collection of an API that treats all of its resources alike: the identity and the network API. */
export interface Collection<Schema extends z.ZodType> {
  /** `/security-groups` */
  readonly path: string;
  /** The key of one in a body: `security_group`. */
  readonly one: string;
  /** The key of a list: `security_groups`. */
  readonly many: string;
  readonly schema: Schema;
}

export interface Ways {
  /** How a change is sent. */
  readonly change: 'PATCH' | 'PUT';
  /** Elements a page; the service's own maximum where absent. */
  readonly pageSize?: number;
}

const answers = new WeakMap<Collection<z.ZodType>, z.ZodType>();

/** One schema for all that ask: by it what was asked for before is known again (openstack/remember.ts). */
function answerOf<Schema extends z.ZodType>(
  of: Collection<Schema>,
): z.ZodType<Readonly<Record<string, z.output<Schema>>>> {
  const known = answers.get(of) ?? z.object({ [of.one]: of.schema });
  answers.set(of, known);
  return known as z.ZodType<Readonly<Record<string, z.output<Schema>>>>;
}

/** The calls of one service: what is made or removed is so when that is answered. */
export function callsOf(service: Service, { change, pageSize }: Ways) {
  return {
    getOne: async <Schema extends z.ZodType>(
      cloud: Cloud,
      of: Collection<Schema>,
      id: string,
      signal?: AbortSignal,
    ): Promise<z.output<Schema> | undefined> => {
      const schema = answerOf(of);
      const path = pathOf(of, id);
      const answer = await unlessAbsent(cloud.request(service, { path, schema, signal }));
      return answer?.[of.one];
    },

    listAll: <Schema extends z.ZodType>(
      cloud: Cloud,
      of: Collection<Schema>,
      query: Query = {},
    ): AsyncIterable<z.output<Schema>> => {
      const { path, many: key, schema } = of;
      return cloud.list(service, { path, key, schema, query, ...(pageSize && { pageSize }) });
    },

    /** Answers its id. Absent values are not sent. */
    createOne: async (
      cloud: Cloud,
      of: Collection<z.ZodType>,
      body: Readonly<Record<string, unknown>>,
      signal?: AbortSignal,
    ): Promise<string> => {
      const answer = await cloud.request(service, {
        method: 'POST',
        path: of.path,
        body: { [of.one]: body },
        schema: z.object({ [of.one]: withId }),
        signal,
      });
      return (answer[of.one] as z.output<typeof withId>).id;
    },

    updateOne: async (
      cloud: Cloud,
      of: Pick<Collection<z.ZodType>, 'path' | 'one'>,
      id: string,
      body: Readonly<Record<string, unknown>>,
    ): Promise<void> => {
      const path = pathOf(of, id);
      await cloud.call(service, { method: change, path, body: { [of.one]: body } });
    },

    removeOne: async (
      cloud: Cloud,
      of: Collection<z.ZodType>,
      id: string,
      signal?: AbortSignal,
    ): Promise<void> => {
      await unlessAbsent(cloud.call(service, { method: 'DELETE', path: pathOf(of, id), signal }));
    },
  };
}

export function pathOf({ path }: Pick<Collection<z.ZodType>, 'path'>, id: string): string {
  return `${path}/${encodeURIComponent(id)}`;
}

const withId = z.looseObject({ id: z.string() });
