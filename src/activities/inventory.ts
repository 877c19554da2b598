import { UnsupportedError, UsageError } from '../errors/migration.ts';
import { hasStatus } from '../errors/openstack.ts';
import { referenceKey } from '../model/reference.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { remembering } from '../openstack/remember.ts';
import { collect } from '../resources/collect.ts';
import { KINDS, kindOf } from '../resources/registry.ts';
import { keyOf, nameOf } from '../resources/resource-kind.ts';
import type { Resource, ResourceKind } from '../resources/resource-kind.ts';
import { CLOUD_REQUESTS, streamBounded } from './bounded.ts';

/** One resource as an inventory shows it: never more of it than names and ids, for any other field may hold a secret. */
export interface InventoryItem {
  readonly key: string;
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  /** The id of the project that owns it. */
  readonly project?: string;
  /** Keys of what it needs; absent where this was not asked for. */
  readonly dependsOn?: readonly string[];
}

export interface InventoryRequest {
  readonly cloud: Cloud;
  readonly kinds: readonly ResourceKind[];
  /** An id: only what this project owns, and itself. */
  readonly project?: string | undefined;
  /** Costs requests for every single resource. */
  readonly dependencies: boolean;
  /** Told of kinds that this login may not list, or this cloud has not; without it they end the inventory. */
  readonly onGap?: ((kind: string, error: Error) => void) | undefined;
}

/** Of a cloud, kind after kind; holds no more than a few pages. @throws OpenStackError */
export async function* inventory(request: InventoryRequest): AsyncGenerator<InventoryItem> {
  const asked = remembering(request.cloud);
  for (const kind of request.kinds) {
    try {
      yield* inventoryOf(kind, request, asked);
    } catch (error) {
      if (request.onGap === undefined || !isGap(error)) throw error;
      request.onGap(kind.kind, error);
    }
  }
}

async function* inventoryOf(
  kind: ResourceKind,
  { cloud, project, dependencies }: InventoryRequest,
  /** Thousands of servers have the same few flavors, keys and networks. */
  asked: Cloud,
): AsyncGenerator<InventoryItem> {
  const resources = ownedBy(
    kind,
    kind.list(cloud, { brief: true, ...(project === undefined ? {} : { project }) }),
    project,
  );
  yield* streamBounded(resources, CLOUD_REQUESTS, async (resource) => {
    const { id } = resource;
    const owner = kind.project?.(resource);
    const references = dependencies ? await kind.references(asked, resource) : undefined;
    return {
      key: keyOf(kind, resource),
      kind: kind.kind,
      id,
      name: nameOf(kind, resource),
      ...(owner === undefined ? {} : { project: owner }),
      ...(references === undefined
        ? {}
        : { dependsOn: [...new Set(references.map(referenceKey))] }),
    };
  });
}

/** Some kinds list more than was asked for. */
async function* ownedBy(
  kind: ResourceKind,
  resources: AsyncIterable<Resource>,
  project: string | undefined,
): AsyncGenerator<Resource> {
  for await (const each of resources) {
    const owner = kind.kind === 'project' ? each.id : kind.project?.(each);
    if (project === undefined || owner === project) yield each;
  }
}

function isGap(error: unknown): error is Error {
  return error instanceof UnsupportedError || hasStatus(error, 403, 404);
}

/**
 * The kinds of these names, in the order of their dependencies; all where none is named. With a project those that belong to one.
 * @throws UsageError
 */
export function inventoryKinds(
  names: readonly string[],
  ofProject: boolean,
): readonly ResourceKind[] {
  const unknown = names.find((name) => !KINDS.some(({ kind }) => kind === name));
  if (unknown !== undefined) {
    const known = KINDS.map(({ kind }) => kind).join(', ');
    throw new UsageError(`There is no kind ${unknown}. There are: ${known}.`);
  }
  const common = names.find((name) => ofProject && !isOwned(kindOf(name)));
  if (common !== undefined) throw new UsageError(`A ${common} belongs to no project.`);
  const asked = names.length === 0 ? KINDS : KINDS.filter(({ kind }) => names.includes(kind));
  return ofProject ? asked.filter(isOwned) : asked;
}

function isOwned(kind: ResourceKind): boolean {
  return kind.kind === 'project' || kind.project !== undefined;
}

/** A project's id, from its id or name. @throws UsageError where there is none, or more than one */
export async function projectIdOf(cloud: Cloud, word: string): Promise<string> {
  const kind = kindOf('project');
  const found = await collect(kind.list(cloud, {}), ({ id, name }) => id === word || name === word);
  const exact = found.find(({ id }) => id === word) ?? found[0];
  if (exact === undefined) throw new UsageError(`${cloud.name} has no project ${word}.`);
  if (exact.id !== word && found.length > 1) {
    const ids = found.map(({ id }) => id).join(', ');
    throw new UsageError(
      `${cloud.name} has ${found.length} projects ${word}: say the id (${ids}).`,
    );
  }
  return exact.id;
}
