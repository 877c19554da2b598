import { Refusal } from '../http/refusal.ts';
import type { Image } from './state.ts';

type Key =
  | 'name'
  | 'status'
  | 'container_format'
  | 'disk_format'
  | 'size'
  | 'id'
  | 'created_at'
  | 'updated_at';

/** What is null comes first, as in the database. */
const VALUES: Readonly<Record<Key, (image: Image) => string | number>> = {
  name: ({ attributes }) => attributes.name ?? '',
  status: ({ status }) => status,
  container_format: ({ attributes }) => attributes.container_format ?? '',
  disk_format: ({ attributes }) => attributes.disk_format ?? '',
  size: ({ size }) => size ?? -1,
  id: ({ id }) => id,
  created_at: ({ createdOrder }) => createdOrder,
  updated_at: ({ updatedOrder }) => updatedOrder,
};

const KEYS = Object.keys(VALUES) as Key[];

/** The order that a query asks for, made total. @throws Refusal 400 */
export function comparatorOf(query: URLSearchParams): (one: Image, other: Image) => number {
  const order = query.has('sort') ? newSyntax(query) : oldSyntax(query);
  const fallback = order.length === 1 ? (order[0]?.sign ?? -1) : -1;
  for (const key of ['created_at', 'id'] as const) {
    if (!order.some((each) => each.key === key)) order.push({ key, sign: fallback });
  }
  return (one, other) => {
    for (const { key, sign } of order) {
      const [left, right] = [VALUES[key](one), VALUES[key](other)];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  };
}

interface Criterion {
  readonly key: Key;
  readonly sign: 1 | -1;
}

/** `sort=name:asc,size` */
function newSyntax(query: URLSearchParams): Criterion[] {
  if (query.has('sort_key') || query.has('sort_dir')) {
    throw new Refusal(400, 'Old and new sorting syntax cannot be combined');
  }
  return (query.get('sort') ?? '')
    .trim()
    .split(',')
    .map((each) => {
      const [key = '', direction = ''] = each.split(':', 2);
      return { key: keyOf(key), sign: signOf(direction === '' ? 'desc' : direction) };
    });
}

/** `sort_key=name&sort_dir=asc&sort_key=size` */
function oldSyntax(query: URLSearchParams): Criterion[] {
  const keys = query.getAll('sort_key').map(keyOf);
  const signs = query.getAll('sort_dir').map(signOf);
  if (signs.length > 1 && signs.length !== keys.length) {
    throw new Refusal(400, 'Number of sort dirs does not match the number of sort keys');
  }
  const wanted = keys.length === 0 ? (['created_at'] as const) : keys;
  return wanted.map((key, index) => ({ key, sign: signs[index] ?? signs[0] ?? -1 }));
}

function keyOf(text: string): Key {
  const found = KEYS.find((key) => key === text.trim());
  if (found !== undefined) return found;
  throw new Refusal(
    400,
    `Invalid sort key: ${text.trim()}. It must be one of the following: ${KEYS.join(', ')}.`,
  );
}

function signOf(text: string): 1 | -1 {
  const direction = text.trim();
  if (direction === 'asc') return 1;
  if (direction === 'desc') return -1;
  throw new Refusal(400, `Invalid sort direction: ${direction}`);
}
