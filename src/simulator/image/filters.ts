import type { Token } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { ERRED } from './refuse.ts';
import type { Image } from './state.ts';
import { timeFilter } from './time-filter.ts';
import { imageView } from './views.ts';

type Test = (image: Image) => boolean;

/** Of the page and the order, not of the images. */
const NO_FILTERS = new Set(['limit', 'marker', 'member_status', 'tag', 'visibility', 'os_hidden']);
const SORTING = new Set(['sort', 'sort_key', 'sort_dir']);

const VISIBILITIES = ['community', 'public', 'private', 'shared', 'all'];
const MEMBER_STATUSES = ['pending', 'accepted', 'rejected', 'all'];
const NUMBERS = new Set(['size', 'virtual_size', 'min_disk', 'min_ram']);
const WITH_OPERATORS = new Set(['name', 'id', 'status', 'container_format', 'disk_format']);
const ATTRIBUTES = new Set([
  ...NUMBERS,
  'owner',
  'protected',
  'checksum',
  'os_hash_algo',
  'os_hash_value',
]);

/**
 * Which images a list of this query has. Any parameter that Glance does not know is a property that an image must have.
 * @param given the query with one value a name
 * @throws Refusal 400
 */
export function filterOf(
  query: URLSearchParams,
  given: ReadonlyMap<string, string>,
  token: Token,
): Test {
  const listed = listedOf(given, token);
  const hidden = flag(given.get('os_hidden') ?? 'false', 'os_hidden');
  const isProtected = given.get('protected');
  if (isProtected !== undefined) flag(isProtected, 'protected');
  const tags = query.getAll('tag').map((tag) => tag.trim());
  const tests = [...given]
    .filter(([key]) => !NO_FILTERS.has(key) && !SORTING.has(key))
    .map(([key, value]) => testOf(key, value));
  return (image) =>
    image.attributes.os_hidden === hidden &&
    listed(image) &&
    tags.every((tag) => image.attributes.tags.has(tag)) &&
    tests.every((test) => test(image));
}

/** What is shown in lists: less than what may be looked at by its id. */
function listedOf(given: ReadonlyMap<string, string>, token: Token): Test {
  const visibility = given.get('visibility') ?? '';
  if (visibility !== '' && !VISIBILITIES.includes(visibility)) {
    throw new Refusal(400, `Invalid visibility value: ${visibility}`);
  }
  if (given.has('changes-since')) {
    throw new Refusal(400, 'The "changes-since" filter is no longer available on v2.');
  }
  const accepted = given.get('member_status') ?? 'accepted';
  if (!MEMBER_STATUSES.includes(accepted)) throw new Refusal(400, `Invalid status: ${accepted}`);
  const { projectId, isAdmin } = token;
  const isShared: Test = ({ attributes, members }) => {
    const member = projectId === undefined ? undefined : members.get(projectId);
    return (
      attributes.visibility === 'shared' &&
      member !== undefined &&
      (accepted === 'all' || member.status === accepted)
    );
  };
  return (image) => {
    const { visibility: own, owner } = image.attributes;
    const isOwn = projectId !== undefined && owner === projectId;
    const isOpen = own === 'public' || own === 'community';
    if (!isAdmin && !isOpen && !isOwn && !isShared(image)) return false;
    if (visibility === '') return own !== 'community' || isOwn;
    return visibility === 'all' || own === visibility;
  };
}

function testOf(key: string, value: string): Test {
  if (key.endsWith('_min') || key.endsWith('_max')) return rangeOf(key, value);
  if (key === 'created_at' || key === 'updated_at') return timeFilter(key, value);
  if (WITH_OPERATORS.has(key)) return operatorOf(key, value);
  if (ATTRIBUTES.has(key)) {
    return (image) => {
      const actual = imageView(image)[key];
      return actual !== null && textOf(actual) === value;
    };
  }
  return ({ properties }) => properties.get(key) === value;
}

function rangeOf(name: string, text: string): Test {
  const key = name.slice(0, -4);
  if (!/^\s*[-+]?\d+\s*$/.test(text)) {
    throw new Refusal(400, 'Unable to filter on a range with a non-numeric value.');
  }
  if (!NUMBERS.has(key)) throw new Refusal(500, ERRED);
  const bound = Number(text);
  return (image) => {
    const actual = imageView(image)[key];
    if (typeof actual !== 'number') return false;
    return name.endsWith('_min') ? actual >= bound : actual <= bound;
  };
}

/** `name=x`, `name=eq:x`, `name=in:x,"y,z"` */
function operatorOf(key: string, text: string): Test {
  const colon = text.indexOf(':');
  const operator = colon < 0 ? 'eq' : text.slice(0, colon);
  const value = text.slice(colon + 1);
  const values = operator === 'in' ? split(value) : [value];
  if (operator !== 'in' && operator !== 'eq') {
    throw new Refusal(400, `Unable to filter by unknown operator '${operator}'.`);
  }
  return (image) => values.includes(textOf(imageView(image)[key] ?? ''));
}

/** At commas, but for those in double quotes. */
function split(text: string): string[] {
  const parts = text.match(/"(?:[^"\\]|\\.)*"|[^,]+/g) ?? [];
  return parts.map((part) =>
    part.startsWith('"') ? part.slice(1, -1).replaceAll(/\\(.)/g, '$1') : part,
  );
}

function flag(text: string, name: string): boolean {
  const value = name === 'os_hidden' ? text.toLowerCase() : text;
  if (value === 'true' || value === 'false') return value === 'true';
  throw new Refusal(
    400,
    `Invalid value '${value}' for '${name}' filter. Valid values are 'true' or 'false'.`,
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
