import type { Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { linkToNext } from './links.ts';
import { flagOf } from './read.ts';

/** The most that one answer lists. */
const MOST = 1000;

export interface Order {
  readonly key: string;
  readonly down: boolean;
}

/** What a list's parameters ask for. What is left over are filters. */
export interface Listing {
  readonly limit: number;
  readonly offset: number;
  readonly marker: string | undefined;
  readonly order: readonly Order[];
  readonly withCount: boolean;
  readonly filters: ReadonlyMap<string, string>;
}

const CONTROLS = new Set(['limit', 'offset', 'marker', 'sort', 'sort_key', 'sort_dir']);

/** @throws Refusal 400 */
export function listingOf({ query, microversion }: Call): Listing {
  const counts = microversion >= 45;
  const filters = new Map(
    [...query].filter(([key]) => !CONTROLS.has(key) && !(counts && key === 'with_count')),
  );
  return {
    limit: limitOf(query),
    offset: offsetOf(query),
    marker: query.get('marker') ?? undefined,
    order: orderOf(query),
    withCount: counts && flagOf(query, 'with_count'),
    filters,
  };
}

function limitOf(query: URLSearchParams): number {
  const limit = query.get('limit') ?? String(MOST);
  if (!/^\s*[+-]?\d+\s*$/.test(limit)) throw new Refusal(400, 'limit param must be an integer');
  if (Number(limit) < 0) throw new Refusal(400, 'limit param must be positive');
  return Math.min(Number(limit), MOST);
}

function offsetOf(query: URLSearchParams): number {
  const offset = query.get('offset') ?? '0';
  if (!/^\s*[+-]?\d+\s*$/.test(offset)) throw new Refusal(400, 'offset must be an integer');
  if (Number(offset) < 0) throw new Refusal(400, 'offset must be >= 0');
  return Number(offset);
}

function orderOf(query: URLSearchParams): readonly Order[] {
  const sort = query.get('sort');
  if (sort === null) {
    const key = (query.get('sort_key') ?? 'created_at').trim();
    return [{ key, down: isDown((query.get('sort_dir') ?? 'desc').trim()) }];
  }
  if (query.has('sort_key') || query.has('sort_dir')) {
    throw new Refusal(
      400,
      "The 'sort_key' and 'sort_dir' parameters are deprecated and cannot be used with the 'sort' parameter.",
    );
  }
  return sort.split(',').map((each) => {
    const [key = '', way = ''] = each.split(':').map((part) => part.trim());
    return { key, down: isDown(way === '' ? 'desc' : way) };
  });
}

function isDown(way: string): boolean {
  if (way === 'desc' || way === 'asc') return way === 'desc';
  throw new Refusal(
    400,
    "Invalid input received: Unknown sort direction, must be 'desc' or 'asc'.",
  );
}

export type Value = string | number | boolean | null | undefined;

export interface Kind<Item> {
  /** `volumes`, as the answer and its links have it. */
  readonly collection: string;
  /** Below which the next page is; default: the collection. */
  readonly path?: string;
  readonly links?: string;
  /** A column of the database; undefined where there is none such. */
  readonly column: (item: Item, key: string) => Value;
  readonly columns: ReadonlySet<string>;
  readonly lost: (marker: string) => Refusal;
}

/** Sorts, cuts and shows. @throws Refusal 400 or 404 */
export function page<Item extends { readonly id: string }>(
  call: Call,
  { items, listing, kind }: Page<Item>,
  show: (item: Item) => unknown,
): Record<string, unknown> {
  const sorted = items.toSorted(comparison(kind, listing.order));
  const from = listing.marker === undefined ? 0 : after(sorted, listing.marker, kind);
  const start = from + listing.offset;
  const shown = sorted.slice(start, start + listing.limit);
  const { collection, path = collection, links = `${collection}_links` } = kind;
  const last = shown.at(-1)?.id;
  const total = listing.withCount ? items.length : shown.length;
  return {
    [collection]: shown.map(show),
    ...(last !== undefined && listing.limit <= total
      ? { [links]: linkToNext(call, path, last) }
      : {}),
    ...(listing.withCount ? { count: items.length } : {}),
  };
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly listing: Listing;
  readonly kind: Kind<Item>;
}

function after<Item extends { readonly id: string }>(
  items: readonly Item[],
  marker: string,
  { lost }: Kind<Item>,
): number {
  const index = items.findIndex(({ id }) => id === marker);
  if (index === -1) throw lost(marker);
  return index + 1;
}

function comparison<Item>(
  { column, columns }: Kind<Item>,
  order: readonly Order[],
): (one: Item, other: Item) => number {
  const [first] = order;
  const keys = [...order];
  // Equals are told apart by these, as the database does it.
  for (const key of ['created_at', 'id']) {
    if (!keys.some((each) => each.key === key)) keys.push({ key, down: first?.down ?? true });
  }
  if (keys.some(({ key }) => !columns.has(key))) {
    throw new Refusal(400, 'Invalid input received: Invalid sort key');
  }
  return (one, other) => {
    for (const { key, down } of keys) {
      const difference = compare(column(one, key), column(other, key));
      if (difference !== 0) return down ? -difference : difference;
    }
    return 0;
  };
}

function compare(one: Value, other: Value): number {
  const [left, right] = [one ?? '', other ?? ''];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
