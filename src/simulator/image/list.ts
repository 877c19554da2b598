import type { Answer, Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { isVisible } from './access.ts';
import { filterOf } from './filters.ts';
import { comparatorOf } from './sort.ts';
import type { Glance, Image } from './state.ts';
import { imageView } from './views.ts';

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 1000;

/** A page of images: https://docs.openstack.org/api-ref/image/v2/#list-images */
export function listImages(glance: Glance, { query, token }: Call): Answer {
  // A parameter given twice counts as the last one, but for tags and sort keys.
  const given = new Map(query);
  const isWanted = filterOf(query, given, token);
  const limit = limitOf(given.get('limit'));
  const compare = comparatorOf(query);
  const after = markerOf(glance, given.get('marker'), token);
  const found = [...glance.images.values()]
    .filter(isWanted)
    .filter((image) => after === undefined || compare(image, after) > 0)
    .toSorted(compare)
    .slice(0, limit);
  given.delete('marker');
  const first = withQuery(given);
  const last = found.at(-1);
  const next = withQuery(new Map([...given, ['marker', last?.id ?? '']]));
  return {
    status: 200,
    body: {
      images: found.map(imageView),
      first,
      schema: '/v2/schemas/images',
      ...(last !== undefined && found.length === limit ? { next } : {}),
    },
  };
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new Refusal(400, 'limit param must be an integer');
  const limit = Number(text);
  if (limit < 0) throw new Refusal(400, 'limit param must be positive');
  return Math.min(limit, MAX_LIMIT);
}

function markerOf(
  { images }: Glance,
  id: string | undefined,
  token: Call['token'],
): Image | undefined {
  if (id === undefined) return undefined;
  const image = images.get(id);
  if (image === undefined) throw new Refusal(400, `No image found with ID ${id}`);
  if (isVisible(token, image)) return image;
  throw new Refusal(403, `Forbidding request, image ${id} not visible`);
}

function withQuery(parameters: ReadonlyMap<string, string>): string {
  const query = [...parameters].map((pair) => pair.map(quote).join('=')).join('&');
  return query === '' ? '/v2/images' : `/v2/images?${query}`;
}

/** As Python's `urlencode` does. */
function quote(text: string): string {
  return encodeURIComponent(text)
    .replaceAll(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
