/** Requests to one cloud at once: enough to hide latency, few enough to be a good neighbour. */
export const CLOUD_REQUESTS = 8;

/** Runs `work` on every element, at most `limit` at once; results in order. The first failure ends it. */
export async function mapBounded<T, R>(
  elements: readonly T[],
  limit: number,
  work: (element: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = Array.from({ length: elements.length });
  let next = 0;
  let failed = false;
  const lane = async (): Promise<void> => {
    while (!failed && next < elements.length) {
      const index = next++;
      try {
        results[index] = await work(elements[index] as T);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, elements.length) }, lane));
  return results;
}

/** The same for what comes one after another and may be without end: no more than `limit` of it is held. */
export async function* streamBounded<T, R>(
  elements: AsyncIterable<T>,
  limit: number,
  work: (element: T) => Promise<R>,
): AsyncGenerator<R> {
  const under: Promise<R>[] = [];
  for await (const element of elements) {
    const next = work(element);
    // Heard when its turn comes.
    next.catch(() => undefined);
    under.push(next);
    const first = under.length < limit ? undefined : under.shift();
    if (first !== undefined) yield await first;
  }
  for (const each of under) yield await each;
}
