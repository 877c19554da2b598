import { BlockedError, ConflictError, VerificationError } from '../errors/migration.ts';
import type { Concern } from '../model/concern.ts';
import { destinationId } from '../model/id-map.ts';
import type { IdMap } from '../model/id-map.ts';
import { referenceKey } from '../model/reference.ts';
import type { Mappings, Spec } from '../model/spec.ts';
import { movesOf, readdressed } from '../resources/readdressed.ts';
import { isServerStage, keyOf, titleOf } from '../resources/resource-kind.ts';
import type { Clouds, CopyContext, Resource, ResourceKind } from '../resources/resource-kind.ts';
import { giveAccess } from './access.ts';
import { lookPatiently } from './look-patiently.ts';
import { mappingLine } from './mapping-line.ts';
import { copiesOf, describeDifferences, differences, matchResource } from './match.ts';
import { movedAddresses } from './moved-addresses.ts';
import type { Difference, Match } from './match.ts';
import type { Run } from './run.ts';

export interface CopyRequest extends Clouds {
  readonly kind: ResourceKind;
  /** The source id. */
  readonly id: string;
  readonly ids: IdMap;
  /** Keys of the plan that have no destination id: they could not be copied. */
  readonly missing?: readonly string[];
  readonly mappings: Mappings;
  /** The migration's name. */
  readonly migration: string;
  readonly signal: AbortSignal;
  readonly progress?: (bytes: number, total: number | undefined) => void;
  /** An earlier attempt died: a create of its may still be acted on, so twins are looked for. */
  readonly again?: boolean;
}

/** What all copies of one attempt of an activity have in common. */
export function copyRequest(
  spec: Spec,
  clouds: Clouds,
  ids: IdMap,
  { signal, attempt }: Run,
): Omit<CopyRequest, 'kind' | 'id'> {
  const { mappings, name: migration } = spec;
  return { ...clouds, ids, mappings, migration, signal, again: attempt > 1 };
}

export interface Copied {
  readonly key: string;
  readonly destinationId: string;
  readonly action: 'created' | 'reused';
  readonly concerns: readonly Concern[];
}

/**
 * Makes sure that the destination has one resource equal to the source's. May be run any number of times.
 * @throws BlockedError, AmbiguousError, ConflictError, VerificationError, OpenStackError
 */
export async function copyResource(request: CopyRequest): Promise<Copied> {
  const { kind } = request;
  const was = await readSource(request);
  const resource = readdressed(kind, was, request.mappings);
  const key = keyOf(kind, was);
  const match = await matchPatiently(request, resource);
  const made = async (existing: Resource): Promise<Copied> => {
    const completed = await complete(request, resource, existing);
    const concerns = moved(request, was, completed);
    return { key, destinationId: existing.id, action: 'created', concerns };
  };
  switch (match.found) {
    case 'mapped':
      return { key, destinationId: match.id, action: 'reused', concerns: [] };
    case 'other':
      if (request.again === true && kind.leftHalfMade?.(resource, match.existing) === true) {
        return made(match.existing);
      }
      return {
        key,
        destinationId: match.existing.id,
        action: 'reused',
        concerns: [
          ...reuse(request, resource, match.existing),
          ...moved(request, was, match.existing),
        ],
      };
    case 'ours':
      return {
        key,
        destinationId: match.existing.id,
        action: 'reused',
        concerns: [
          ...(await goOn(request, resource, match.existing)),
          ...moved(request, was, match.existing),
        ],
      };
    case 'none':
      return made(await create(request, resource));
  }
}

/** Of a server's own its verification tells, with the server's name. */
function moved(
  { kind, ids, mappings }: CopyRequest,
  was: Resource,
  existing: Resource,
): readonly Concern[] {
  if (isServerStage(kind, was)) return [];
  const translate = (of: string, id: string) => destinationId(ids, { kind: of, id });
  const moves = movesOf(kind, was, mappings, { existing, translate });
  return movedAddresses(keyOf(kind, was), titleOf(kind, was), moves);
}

async function readSource({ kind, id, source, signal }: CopyRequest): Promise<Resource> {
  const resource = await kind.get(source, id, signal);
  if (resource !== undefined) return resource;
  throw new BlockedError(`${source.name}: ${kind.kind} ${id} is no longer there.`);
}

/** A resource of somebody else's is used where it is equal, or where the kind takes it as it is. */
export function reuse(
  request: Pick<CopyRequest, 'kind' | 'destination' | 'ids' | 'mappings'>,
  resource: Resource,
  existing: Resource,
): Concern[] {
  const { kind, destination } = request;
  const found = differences(request, resource, existing);
  if (found.length === 0) return [];
  const what = `${destination.name} has ${titleOf(kind, resource)} with other values (${describeDifferences(found)})`;
  if (kind.reuse === 'equal') {
    throw new ConflictError(`${what}. ${remedyFor(kind, resource)}`);
  }
  return [
    {
      severity: 'warning',
      code: 'reused-as-is',
      subject: keyOf(kind, resource),
      message: `${what}: it is used as it is.`,
      remedy: 'Change it in the destination if it should be equal.',
    },
  ];
}

function remedyFor(kind: ResourceKind, resource: Resource): string {
  const line = mappingLine(kind, resource);
  if (line !== undefined) return `Make it equal, or say in the spec what is to be used: ${line}.`;
  const ways = ['Make it equal', 'remove it there', kind.wayOut?.(resource)];
  return `${ways.filter(Boolean).join(', ')}, or leave out of the selection what needs it.`;
}

async function matchPatiently(request: CopyRequest, resource: Resource): Promise<Match> {
  const look = (): Promise<Match> => matchResource({ ...request, resource });
  return request.again === true
    ? lookPatiently(look, ({ found }) => found !== 'none', request.signal)
    : look();
}

/** Goes on with what carries our mark. What had been finished belongs to its owners: changes since are told. */
async function goOn(
  request: CopyRequest,
  resource: Resource,
  existing: Resource,
): Promise<Concern[]> {
  const { kind } = request;
  if (kind.unfinished !== undefined && !kind.unfinished(existing)) {
    const found = differences(request, resource, existing);
    return found.length === 0 ? [] : [changedSince(request, resource, found)];
  }
  await complete(request, resource, existing);
  return [];
}

export function changedSince(
  { kind, destination }: Pick<CopyRequest, 'kind' | 'destination'>,
  resource: Resource,
  found: readonly Difference[],
): Concern {
  return {
    severity: 'warning',
    code: 'changed-since',
    subject: keyOf(kind, resource),
    message: `${titleOf(kind, resource)} was migrated, and has changed on one side since (${describeDifferences(found)}): ${destination.name}'s is used as it is.`,
    remedy: 'Make them equal by hand if they should be.',
  };
}

/**
 * Only makes it, or finds the one that carries our mark: for a server, which is compared when its saga has brought it up.
 * @throws ConflictError where somebody else's has its place
 */
export async function createOnce(request: CopyRequest): Promise<string> {
  const { kind, destination } = request;
  const resource = readdressed(kind, await readSource(request), request.mappings);
  const match = await matchPatiently(request, resource);
  switch (match.found) {
    case 'mapped':
      return match.id;
    case 'ours':
      return match.existing.id;
    case 'other':
      throw new ConflictError(
        `${destination.name} has a ${kind.kind} ${resource.name} (${match.existing.id}) that is not ours.`,
      );
    case 'none':
      return make(request, resource);
  }
}

async function create(request: CopyRequest, resource: Resource): Promise<Resource> {
  const { kind, destination } = request;
  const id = await make(request, resource);
  const existing = await kind.get(destination, id, request.signal);
  if (existing === undefined) {
    throw new VerificationError(
      `${destination.name}: ${kind.kind} ${resource.name} was made as ${id}, and is gone.`,
    );
  }
  return existing;
}

async function make(request: CopyRequest, resource: Resource): Promise<string> {
  const { kind } = request;
  await requireReferences(request, resource);
  if (kind.inProject === true) await enterProject(request, resource);
  request.signal.throwIfAborted();
  const made = await kind.create(contextOf(request), resource);
  return request.again === true ? removeTwin(request, resource, made) : made;
}

async function enterProject(
  { kind, destination, ids, migration }: CopyRequest,
  resource: Resource,
): Promise<void> {
  const project = destinationId(ids, { kind: 'project', id: kind.project?.(resource) ?? '' });
  if (project !== undefined) await giveAccess(destination, project, migration);
}

/** What it only names is required where the plan has it: made without, it would stay so. */
async function requireReferences(
  { kind, source, ids, mappings, missing: failed = [] }: CopyRequest,
  resource: Resource,
): Promise<void> {
  const references = await kind.references(source, resource, mappings);
  const needed = references
    .filter((each) => kind.dependsOn.includes(each.kind) && destinationId(ids, each) === undefined)
    .map(referenceKey);
  const named = (kind.mentions?.(resource) ?? []).map(referenceKey);
  const missing = [...needed, ...named.filter((key) => failed.includes(key))];
  if (missing.length > 0) {
    throw new BlockedError(
      `${kind.kind} ${resource.name} (${resource.id}) needs ${missing.join(', ')}, which could not be copied.`,
    );
  }
}

/** What an earlier attempt's create, answered to nobody, made beside ours: the older stays. */
async function removeTwin(request: CopyRequest, resource: Resource, made: string): Promise<string> {
  const { kind, destination, ids, signal } = request;
  const ours = await copiesOf({ kind, destination, ids }, resource);
  const older = ours.find((each) => each.id !== made);
  if (older === undefined) return made;
  await kind.remove(destination, made, signal);
  return older.id;
}

/** Finishes what carries our mark, proves it equal, and answers it as it is then. No call is sent where nothing differs and nothing is left to be said. */
async function complete(
  request: CopyRequest,
  resource: Resource,
  existing: Resource,
): Promise<Resource> {
  const { kind, destination } = request;
  // An adopted default group may be equal already, and yet lack our mark.
  const equal = differences(request, resource, existing).length === 0;
  if (equal && kind.unfinished?.(existing) !== true) return existing;
  await kind.converge?.(contextOf(request), resource, existing);
  const after = await kind.get(destination, existing.id, request.signal);
  const left = after === undefined ? [] : differences(request, resource, after);
  if (after === undefined || left.length > 0) {
    throw new VerificationError(
      `${destination.name}: ${kind.kind} ${resource.name} (${existing.id}) differs from its source: ` +
        (after === undefined ? 'it is gone' : describeDifferences(left)) +
        '. See what changed it, then retry.',
    );
  }
  return after;
}

function contextOf(request: CopyRequest): CopyContext {
  return {
    source: request.source,
    destination: request.destination,
    ids: request.ids,
    mappings: request.mappings,
    provenance: { source: request.id, migration: request.migration },
    // A create that is under way is not cut off: its answer is the only way to know what it made. Bulk data is.
    signal: request.kind.bulk === true ? request.signal : new AbortController().signal,
    progress: request.progress ?? (() => undefined),
  };
}
