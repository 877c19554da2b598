import { Refusal } from '../http/refusal.ts';

const DISALLOWED = ['direct_url', 'self', 'file', 'schema', 'stores'];
const RESERVED = ['location', 'deleted', 'deleted_at'];
const NAMESPACE = 'os_glance';
const LIMIT = 128;

/** Glance's own, whose values a caller never gives. */
const READ_ONLY = ['created_at', 'updated_at', 'status', 'checksum', 'size', 'virtual_size'];
const READ_ONLY_IN_PATCH = [
  ...READ_ONLY,
  'direct_url',
  'self',
  'file',
  'schema',
  'id',
  'os_hash_algo',
  'os_hash_value',
];

/** Shown from the data whatever a caller gave: Glance takes these at first, and shows its own. */
export const SHADOWED = ['os_hash_algo', 'os_hash_value', 'locations'];

export function isDisallowed(key: string): boolean {
  return DISALLOWED.includes(key);
}

export function isReadOnly(key: string): boolean {
  return READ_ONLY.includes(key);
}

export function isReadOnlyInPatch(key: string): boolean {
  return READ_ONLY_IN_PATCH.includes(key);
}

export function isReserved(key: string): boolean {
  return RESERVED.includes(key) || key.startsWith(NAMESPACE);
}

export function readOnly(key: string): Refusal {
  return new Refusal(403, `Attribute '${key}' is read-only.`);
}

/** @throws Refusal 413 */
export function withinLimits(
  properties: ReadonlyMap<string, unknown>,
  tags: ReadonlySet<string>,
): void {
  const counts = { properties: properties.size, tags: tags.size };
  for (const [what, count] of Object.entries(counts)) {
    if (count > LIMIT) throw overLimit(`allowed image ${what}`, count);
  }
}

export function overLimit(what: string, attempted: number): Refusal {
  return new Refusal(
    413,
    `The limit has been exceeded on the number of ${what}. Attempted: ${attempted}, Maximum: ${LIMIT}`,
  );
}

/** @throws Refusal 400 */
export function notNegative(key: 'min_disk' | 'min_ram', value: number): void {
  if (value >= 0) return;
  throw new Refusal(
    400,
    `Invalid value '${value}' for parameter '${key}': Cannot be a negative value`,
  );
}
