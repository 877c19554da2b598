import { Refusal } from '../http/refusal.ts';
import type { Call } from '../http/call.ts';

/** The most that one answer lists. */
const MOST = 1000;

export interface Page {
  readonly limit: number;
  readonly marker: string | undefined;
}

/** @throws Refusal 400 */
export function pageOf({ query }: Call): Page {
  const limit = query.get('limit');
  if (limit !== null && !/^[0-9]*$/.test(limit)) {
    const sort = `'${limit}' does not match '^[0-9]*$'`;
    throw new Refusal(400, `Invalid input for query parameters limit. Value: ${limit}. ${sort}`);
  }
  const asked = limit === null || limit === '' ? MOST : Number(limit);
  return { limit: Math.min(asked, MOST), marker: query.get('marker') ?? undefined };
}

/** The link to the next page, where this one is full. */
export function nextLinks(
  { origin, query }: Call,
  collection: string,
  page: Page,
  ids: readonly string[],
): readonly unknown[] | undefined {
  const last = ids.at(-1);
  if (page.limit === 0 || last === undefined || ids.length < page.limit) return undefined;
  const next = new URLSearchParams(query);
  next.sort();
  next.set('marker', last);
  return [{ rel: 'next', href: `${origin}/v2.1/${collection}?${next.toString()}` }];
}

/** From 2.75 on Nova takes no other parameters. @throws Refusal 400 */
export function checkQuery({ query, microversion }: Call, known: readonly string[]): void {
  if (microversion < 75) return;
  const strange = [...new Set(query.keys())].filter((key) => !known.includes(key)).toSorted();
  if (strange.length === 0) return;
  const names = strange.map((key) => `'${key}'`).join(', ');
  const verb = strange.length === 1 ? 'was' : 'were';
  throw new Refusal(400, `Additional properties are not allowed (${names} ${verb} unexpected)`);
}

/** Those after the marker. @throws Refusal 400 */
export function cut<Item>(
  items: readonly Item[],
  { limit, marker }: Page,
  idOf: (item: Item) => string,
  words = (id: string) => `marker [${id}] not found`,
): readonly Item[] {
  if (marker === undefined) return items.slice(0, limit);
  const index = items.findIndex((item) => idOf(item) === marker);
  if (index === -1) throw new Refusal(400, words(marker));
  return items.slice(index + 1, index + 1 + limit);
}

export function selfLinks({ origin }: Call, collection: string, id: string): readonly unknown[] {
  return [
    { rel: 'self', href: `${origin}/v2.1/${collection}/${id}` },
    { rel: 'bookmark', href: `${origin}/${collection}/${id}` },
  ];
}

/** Nova's own form of a moment: whole seconds. */
export function isoSeconds(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}

/** As a database field is shown: without a zone. */
export function isoMicros(moment: Date | null | undefined): string | null {
  return moment === null || moment === undefined
    ? null
    : `${moment.toISOString().slice(0, 19)}.000000`;
}
