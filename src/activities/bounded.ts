/** Runs `work` on every element, at most `limit` at once; results in order. The first failure ends it. */
export async function mapBounded<T, R>(
  elements: readonly T[],
  limit: number,
  work: (element: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = Array.from({ length: elements.length });
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < elements.length) {
      const index = next++;
      results[index] = await work(elements[index] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, elements.length) }, lane));
  return results;
}
