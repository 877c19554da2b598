import type { Call } from '../../http/call.ts';
import { Refusal } from '../../http/refusal.ts';
import { badRequest } from '../refuse.ts';
import { filterOf } from './filter.ts';
import type { Kind } from './kind.ts';
import { linksOf } from './links.ts';
import type { View } from './thing.ts';

type Owned = { readonly id: string; readonly projectId: string };

/** The answer to a list, a page of it where one is asked for. @throws Refusal 400, 404 (marker) */
export function listOf<Each extends Owned>(kind: Kind<Each>, call: Call): View {
  const { query, token } = call;
  const matches = filterOf(kind, query, token);
  const sort = sortOf(kind, query);
  const page = kind.paged ? pageOf(query) : { limit: 0, reverse: false };
  kind.beforeList?.(call);
  const ordered = inOrder(kind, call, sort);
  const things = page.reverse ? ordered.toReversed() : ordered;
  const found: Each[] = [];
  for (let index = startOf(kind, things, query.get('marker')); index < things.length; index++) {
    const thing = things[index];
    if (thing === undefined || !kind.visible(thing, token) || matches?.(thing) === false) continue;
    found.push(thing);
    if (found.length === page.limit) break;
  }
  if (page.reverse) found.reverse();
  const views = found.map((thing) => fieldsOf(kind.view(thing, token), query));
  return { [kind.many]: views, ...linksOf(kind, call, { ...page, found }) };
}

function inOrder<Each extends Owned>(
  kind: Kind<Each>,
  call: Call,
  sort: readonly Sort[] | undefined,
): readonly Each[] {
  const things = chosen(kind, call.query);
  return sort === undefined ? things : sorted(kind, things, { call, sort });
}

/** Only the attributes asked for; unknown ones are not minded. */
export function fieldsOf(view: View, query: URLSearchParams): View {
  const fields = query.getAll('fields').filter((each) => each !== '');
  if (fields.length === 0) return view;
  return Object.fromEntries(
    fields.filter((name) => Object.hasOwn(view, name)).map((name) => [name, view[name]]),
  );
}

function byId(one: Owned, other: Owned): number {
  return one.id < other.id ? -1 : 1;
}

function pageOf(query: URLSearchParams): { limit: number; reverse: boolean } {
  const limit = query.get('limit') ?? '0';
  if (!/^\d+$/.test(limit)) {
    const reason = `Limit must be an integer 0 or greater and not '${limit}'`;
    throw new Refusal(400, `Bad limit request: ${reason}.`, 'BadRequest');
  }
  const reverse = /^(true|1|t|yes)$/i.test(query.get('page_reverse') ?? '');
  return { limit: Number(limit), reverse };
}

/** Where the page begins, after the marker. */
function startOf<Each extends Owned>(
  kind: Kind<Each>,
  things: readonly Each[],
  marker: string | null,
): number {
  if (marker === null || !kind.paged) return 0;
  const thing = kind.shelf.get(marker);
  if (thing === undefined) throw kind.missing(marker);
  return things.indexOf(thing) + 1;
}

/** Many are picked out of the sorted list: that is quicker than to sort them. */
function chosen<Each extends Owned>(kind: Kind<Each>, query: URLSearchParams): readonly Each[] {
  const candidates = kind.candidates?.(query);
  if (candidates === undefined) return kind.shelf.sorted();
  if (candidates.length < FEW) return candidates.toSorted(byId);
  const wanted = new Set(candidates);
  return kind.shelf.sorted().filter((thing) => wanted.has(thing));
}

const FEW = 500;

interface Sort {
  readonly key: string;
  readonly down: boolean;
}

function sortOf<Each extends Owned>(
  { attributes }: Kind<Each>,
  query: URLSearchParams,
): readonly Sort[] | undefined {
  const keys = query.getAll('sort_key');
  const directions = query.getAll('sort_dir');
  if (keys.length !== directions.length)
    throw badRequest('The number of sort_keys and sort_dirs must be same');
  const wrong = keys.filter((key) => attributes[key]?.sort !== true);
  if (wrong.length > 0)
    throw badRequest(
      `[${wrong.map((key) => `'${key}'`).join(', ')}] is invalid attribute for sort_keys`,
    );
  const odd = directions.filter((each) => each !== 'asc' && each !== 'desc');
  if (odd.length > 0) {
    const list = odd.map((each) => `'${each}'`).join(', ');
    throw badRequest(`[${list}] is invalid value for sort_dirs, valid value is 'asc' and 'desc'`);
  }
  if (keys.length === 0) return undefined;
  return keys.map((key, index) => ({ key, down: directions[index] === 'desc' }));
}

function sorted<Each extends Owned>(
  kind: Kind<Each>,
  things: readonly Each[],
  { call, sort }: { readonly call: Call; readonly sort: readonly Sort[] },
): Each[] {
  const keyed = things
    .filter((thing) => kind.visible(thing, call.token))
    .map((thing) => ({ thing, view: kind.view(thing, call.token) }));
  keyed.sort((one, other) => {
    for (const { key, down } of sort) {
      const order = compare(one.view[key], other.view[key]);
      if (order !== 0) return down ? -order : order;
    }
    return byId(one.thing, other.thing);
  });
  return keyed.map(({ thing }) => thing);
}

function compare(one: unknown, other: unknown): number {
  if (one === other) return 0;
  if (one === null || one === undefined) return -1;
  if (other === null || other === undefined) return 1;
  return one < other ? -1 : 1;
}
