import { isProvenanceProperty } from '../../model/provenance.ts';

/** What every answer has, or what no one may copy: a password, ids of the source that the v2 API left behind. */
const NEVER = new Set([
  'id',
  'links',
  'extra',
  'password',
  'original_password',
  'tenantId',
  'tenant_id',
  'username',
]);

/** The attributes that Keystone has no field for, and keeps for whoever set them. `known`: those that the kind's schema names. */
export function extraOf(
  resource: Readonly<Record<string, unknown>>,
  known: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(resource).filter(
      ([name]) => !NEVER.has(name) && !known.includes(name) && !isProvenanceProperty(name),
    ),
  );
}
