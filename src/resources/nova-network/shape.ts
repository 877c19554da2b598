import type { Query } from '../../openstack/cloud.ts';

/** A resource as Neutron would show it. */
export interface Shaped {
  readonly id: string;
  readonly [attribute: string]: unknown;
}

/** What Neutron's lists take beside filters. */
const CONTROLS = ['fields', 'limit', 'marker', 'sort_key', 'sort_dir', 'page_reverse'];

/** Whether a filter lets it through: one of the values of each key, or of a list one of its elements. */
export function matches(shaped: Shaped, query: Query): boolean {
  return Object.entries(query).every(
    ([key, wanted]) =>
      wanted === undefined ||
      CONTROLS.includes(key) ||
      [wanted].flat().some((each) => [shaped[key]].flat().map(String).includes(String(each))),
  );
}

/** The values of one filter; undefined where it is not given. */
export function asked(query: Query, key: string): string[] | undefined {
  const wanted = query[key];
  return wanted === undefined ? undefined : [wanted].flat().map(String);
}

/** What nothing in nova-network has. */
export const BARE = { description: '', tags: [] };
