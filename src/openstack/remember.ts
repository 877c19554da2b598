import type { z } from 'zod';
import type { Cloud, ListOptions, RequestOptions, Service } from './cloud.ts';

interface Memory {
  /** So many answers are kept: those to the last reads. */
  readonly most?: number;
  /** Lists as well. Each is read to its end for it: not for whoever looks for the first of very many. */
  readonly lists?: boolean;
}

/**
 * The same cloud for one look around: what was asked for a moment ago in the same words is not asked for again. Whoever writes, or
 * waits for a change, wants the cloud itself.
 */
export function remembering(cloud: Cloud, { most = 500, lists = true }: Memory = {}): Cloud {
  const answers = new Map<string, Promise<unknown>>();
  const schemas = new WeakMap<z.ZodType, number>();
  let known = 0;

  const keyOf = (service: Service, options: ListOptions<z.ZodType>): string => {
    const { schema, path, query, microversion, key } = options;
    // The same words read by another schema are another answer.
    const number = schemas.get(schema) ?? (known += 1);
    schemas.set(schema, number);
    return JSON.stringify([service, path, query, microversion, key, number]);
  };

  const recall = async <Answer>(key: string, ask: () => Promise<Answer>): Promise<Answer> => {
    const answer = (answers.get(key) as Promise<Answer> | undefined) ?? ask();
    answers.delete(key);
    answers.set(key, answer);
    const [oldest] = answers.keys();
    if (answers.size > most && oldest !== undefined) answers.delete(oldest);
    try {
      return await answer;
    } catch (error) {
      if (answers.get(key) === answer) answers.delete(key);
      throw error;
    }
  };

  return {
    ...cloud,
    request: (service, options) => {
      const ask = (): ReturnType<typeof cloud.request<typeof options.schema>> =>
        cloud.request(service, options);
      if (!isRead(options)) return ask();
      return recall(keyOf(service, { ...options, key: '' }), ask);
    },
    async *list(service, options) {
      if (!lists) return yield* cloud.list(service, options);
      yield* await recall(keyOf(service, options), async () => {
        const all: z.output<typeof options.schema>[] = [];
        for await (const each of cloud.list(service, options)) all.push(each);
        return all;
      });
    },
  };
}

function isRead({ method = 'GET', body, headers }: RequestOptions<z.ZodType>): boolean {
  return method === 'GET' && body === undefined && headers === undefined;
}
