import { isDeepStrictEqual } from 'node:util';
import { AmbiguousError, BlockedError } from '../errors/migration.ts';
import { destinationId } from '../model/id-map.ts';
import type { IdMap } from '../model/id-map.ts';
import { lookUp } from '../model/mapping.ts';
import type { MappingsByKind } from '../model/mapping.ts';
import type { Mappings } from '../model/spec.ts';
import { collect } from '../resources/collect.ts';
import { mappedName, mappedTo } from '../resources/mapped.ts';
import type { Cloud } from '../openstack/cloud.ts';
import type { Attributes, Resource, ResourceKind, Translate } from '../resources/resource-kind.ts';
import { nameOf } from '../resources/resource-kind.ts';
import { SECRETS } from './content.ts';
import { mappingLine } from './mapping-line.ts';

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
  const wanted = mappedTo(request.mappings, mappedAs(kind), resource);
  if (wanted !== undefined) {
    return { found: 'mapped', id: await resolveMapping(request, wanted) };
  }
  const candidates = await kind.find(destination, resource, ids);
  const ours = candidates.filter((each) => kind.provenance(each)?.source === resource.id);
  const chosen = ours.length > 0 ? ours : candidates;
  const [existing, second] = chosen;
  if (existing === undefined) return { found: 'none' };
  if (second !== undefined) {
    throw new AmbiguousError(
      `${destination.name}: ${chosen.length} resources could be ${kind.kind} ${nameOf(kind, resource)} (${resource.id}): ` +
        `${chosen.map((each) => each.id).join(', ')}. Remove the wrong ones${orMapIt(request)}.`,
    );
  }
  if (ours.length === 0) return { found: 'other', existing };
  return { found: 'ours', existing, migration: kind.provenance(existing)?.migration ?? '' };
}

/** The destination resources that were made from a source resource: they carry its mark. */
export async function copiesOf<R extends Resource>(
  {
    kind,
    destination,
    ids,
  }: { readonly kind: ResourceKind<R> } & Pick<MatchRequest, 'destination' | 'ids'>,
  resource: R,
): Promise<R[]> {
  const found = await kind.find(destination, resource, ids);
  return found.filter((each) => kind.provenance(each)?.source === resource.id);
}

function orMapIt({ kind, resource }: MatchRequest): string {
  const line = mappingLine(kind, resource);
  return line === undefined ? '' : `, or map it in the spec: ${line}`;
}

/** Whether the spec says anything of a resource, even what contradicts itself. */
export function isMapped(mappings: Mappings, kind: ResourceKind, resource: Resource): boolean {
  return lookUp((mappings as MappingsByKind)[mappedAs(kind)], resource).length > 0;
}

function mappedAs({ kind, mappedAs }: ResourceKind): string {
  return mappedAs ?? kind;
}

async function resolveMapping(request: MatchRequest, wanted: string): Promise<string> {
  const { kind, resource, destination } = request;
  const byId = await kind.get(destination, wanted);
  if (byId !== undefined) return byId.id;
  const named = inItsProject(
    request,
    await collect(kind.list(destination, {}), ({ name }) => name === wanted),
  ).map((each) => each.id);
  const [id, second] = named;
  const what = `mappings: ${mappedAs(kind)}: ${resource.name}: ${wanted}`;
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

/** Of several that have a name, those of the project that the resource will belong to: many names are unique in a project only. */
function inItsProject(
  { kind, resource, ids }: MatchRequest,
  named: readonly Resource[],
): readonly Resource[] {
  const owner = destinationId(ids, { kind: 'project', id: kind.project?.(resource) ?? '' });
  const own = owner === undefined ? [] : named.filter((each) => kind.project?.(each) === owner);
  return named.length > 1 && own.length > 0 ? own : named;
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
  // Availability zones and physical networks are no resources: they have no ids but what the spec says.
  const translate: Translate = (of, id) =>
    of === 'availability-zone' || of === 'physical-network'
      ? mappedName(mappings, of, id)
      : destinationId(ids, { kind: of, id });
  const [ours, theirs] = kind.inCommon?.(resource, existing, translate) ?? [resource, existing];
  const wanted: Attributes = kind.attributes(ours, translate);
  const actual: Attributes = kind.attributes(theirs, (_of, id) => id);
  return Object.keys({ ...wanted, ...actual })
    .filter((attribute) => !isDeepStrictEqual(wanted[attribute], actual[attribute]))
    .map((attribute) => ({
      attribute,
      source: wanted[attribute],
      destination: actual[attribute],
    }));
}

/** What people write into these may be a secret, or it is what a secret leaves behind: only that they differ is told. */
const PRIVATE = new Set(['metadata', 'description', 'properties', 'extra', ...SECRETS]);

/** `ram 512 → 1024, os-flavor-access:is_public true → false` */
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
