/** Ids in one query: an address has its limits. */
const AT_ONCE = 50;

/** Asks for so many ids as Neutron takes in one query, one query after another. */
export async function inBatches<Found>(
  ids: readonly string[],
  ask: (some: readonly string[]) => Promise<readonly Found[]>,
): Promise<Found[]> {
  const found: Found[] = [];
  for (let first = 0; first < ids.length; first += AT_ONCE) {
    found.push(...(await ask(ids.slice(first, first + AT_ONCE))));
  }
  return found;
}
