/** Things by id, with indexes over what else they are looked up by. */
export interface Shelf<Thing extends { readonly id: string }> {
  readonly size: number;
  get(id: string): Thing | undefined;
  add(thing: Thing): void;
  remove(thing: Thing): void;
  /** Whatever an index looks at is changed in here only. */
  change(thing: Thing, work: () => void): void;
  /** By id, as Neutron lists them. */
  sorted(): readonly Thing[];
  by(index: string, key: string): readonly Thing[];
  count(index: string, key: string): number;
}

export function createShelf<Thing extends { readonly id: string }>(
  indexes: Readonly<Record<string, (thing: Thing) => string>> = {},
): Shelf<Thing> {
  const things = new Map<string, Thing>();
  const maps = Object.entries(indexes).map(([name, key]) => ({ name, key, of: newMap<Thing>() }));
  let order: Thing[] | undefined;
  const enter = (thing: Thing): void => {
    for (const { key, of } of maps) {
      const found = of.get(key(thing));
      if (found === undefined) of.set(key(thing), new Set([thing]));
      else found.add(thing);
    }
  };
  const leave = (thing: Thing): void => {
    for (const { key, of } of maps) {
      const found = of.get(key(thing));
      found?.delete(thing);
      if (found?.size === 0) of.delete(key(thing));
    }
  };
  return {
    get size() {
      return things.size;
    },
    get: (id) => things.get(id),
    add(thing) {
      things.set(thing.id, thing);
      enter(thing);
      order?.splice(placeOf(order, thing.id), 0, thing);
    },
    remove(thing) {
      leave(thing);
      if (things.delete(thing.id)) order?.splice(placeOf(order, thing.id), 1);
    },
    change(thing, work) {
      leave(thing);
      work();
      enter(thing);
    },
    sorted() {
      order ??= [...things.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));
      return order;
    },
    count: (index, key) => maps.find(({ name }) => name === index)?.of.get(key)?.size ?? 0,
    by: (index, key) => [...(maps.find(({ name }) => name === index)?.of.get(key) ?? [])],
  };
}

function newMap<Thing>(): Map<string, Set<Thing>> {
  return new Map();
}

/** Where an id is in a sorted list, or would be. */
function placeOf(order: readonly { readonly id: string }[], id: string): number {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((order[middle]?.id ?? '') < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
