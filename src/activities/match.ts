import { isDeepStrictEqual } from 'node:util';
import { AmbiguousError, BlockedError } from '../errors/migration.ts';
import type { IdMap } from '../model/id-map.ts';
import type { Mappings } from '../model/spec.ts';
import type { Cloud } from '../openstack/cloud.ts';
import type { Attributes, Resource, ResourceKind, Translate } from '../resources/resource-kind.ts';

export interface MatchRequest {
  readonly kind: ResourceKind;
  readonly resource: Resource;
  readonly destination: Cloud;
  readonly ids: IdMap;
  readonly mappings: Mappings;
}

/** What the destination has of a source resource. */
export type Match =
  | { readonly found: 'none' }
  /** The operator said so: used as it is. */
  | { readonly found: 'mapped'; readonly id: string }
  /** It carries our mark. */
  | { readonly found: 'ours'; readonly existing: Resource; readonly migration: string }
  /** It has the natural key, and is not ours to change. */
  | { readonly found: 'other'; readonly existing: Resource };

/** @throws AmbiguousError where more than one could be meant, BlockedError where a mapping names nothing. */
export async function matchResource(request: MatchRequest): Promise<Match> {
  const { kind, resource, destination, ids } = request;
  const wanted = mappedTo(request.mappings, kind.kind, resource);
  if (wanted !== undefined) {
    return { found: 'mapped', id: await resolveMapping(kind, resource, destination, wanted) };
  }
  const candidates = await kind.find(destination, resource, ids);
  const ours = candidates.filter((each) => kind.provenance(each)?.source === resource.id);
  const chosen = ours.length > 0 ? ours : candidates;
  const [existing, second] = chosen;
  if (existing === undefined) return { found: 'none' };
  if (second !== undefined) {
    throw new AmbiguousError(
      `${destination.name}: ${chosen.length} resources could be ${kind.kind} ${resource.name} (${resource.id}): ` +
        `${chosen.map((each) => each.id).join(', ')}. Remove the wrong ones, or map it in the spec.`,
    );
  }
  if (ours.length === 0) return { found: 'other', existing };
  return { found: 'ours', existing, migration: kind.provenance(existing)?.migration ?? '' };
}

/** The destination id or name the spec maps a resource to. An id in the spec goes before a name. */
export function mappedTo(mappings: Mappings, kind: string, resource: Resource): string | undefined {
  const ofKind = (
    mappings as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>
  )[kind];
  return said(ofKind, resource.id) ?? said(ofKind, resource.name);
}

/** What is called like a member of every JavaScript object is mapped only where the spec says so. */
function said(
  mapping: Readonly<Record<string, string>> | undefined,
  word: string,
): string | undefined {
  return mapping !== undefined && Object.hasOwn(mapping, word) ? mapping[word] : undefined;
}

async function resolveMapping(
  kind: ResourceKind,
  resource: Resource,
  destination: Cloud,
  wanted: string,
): Promise<string> {
  const byId = await kind.get(destination, wanted);
  if (byId !== undefined) return byId.id;
  const named: string[] = [];
  for await (const each of kind.list(destination, {})) {
    if (each.name === wanted) named.push(each.id);
  }
  const [id, second] = named;
  const what = `mappings: ${kind.kind}: ${resource.name}: ${wanted}`;
  if (id === undefined) {
    throw new BlockedError(`${what}: ${destination.name} has no ${kind.kind} of that id or name.`);
  }
  if (second !== undefined) {
    throw new AmbiguousError(
      `${what}: ${destination.name} has ${named.length} of that name: say the id (${named.join(', ')}).`,
    );
  }
  return id;
}

export interface Difference {
  readonly attribute: string;
  readonly source: unknown;
  readonly destination: unknown;
}

/** In what a destination resource differs from its source; both in destination terms. */
export function differences(
  { kind, ids, mappings }: Pick<MatchRequest, 'kind' | 'ids' | 'mappings'>,
  resource: Resource,
  existing: Resource,
): Difference[] {
  // Availability zones are no resources: they have no ids but what the spec says.
  const zones = mappings['availability-zone'];
  const translate: Translate = (of, id) =>
    of === 'availability-zone' ? said(zones, id) : ids[`${of}/${id}`];
  const wanted: Attributes = kind.attributes(resource, translate);
  const actual: Attributes = kind.attributes(existing, (_of, id) => id);
  return Object.keys({ ...wanted, ...actual })
    .filter((attribute) => !isDeepStrictEqual(wanted[attribute], actual[attribute]))
    .map((attribute) => ({
      attribute,
      source: wanted[attribute],
      destination: actual[attribute],
    }));
}

/** What people write into these may be a secret: only that they differ is told. */
const PRIVATE = new Set(['metadata', 'description', 'properties']);

/** `ram 512 → 1024, is_public true → false` */
export function describeDifferences(found: readonly Difference[]): string {
  return found
    .map(({ attribute, source, destination }) =>
      PRIVATE.has(attribute) ? attribute : `${attribute} ${brief(source)} → ${brief(destination)}`,
    )
    .join(', ');
}

function brief(value: unknown): string {
  return (JSON.stringify(value) ?? 'absent').slice(0, 120);
}
