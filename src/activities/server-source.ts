import { BlockedError } from '../errors/migration.ts';
import { blockers } from '../model/concern.ts';
import type { IdMap } from '../model/id-map.ts';
import { isAnyMeant } from '../model/pattern.ts';
import { UNFINISHED_TAG, VERIFIED_TAG } from '../model/provenance.ts';
import { referenceKey } from '../model/reference.ts';
import { readSourceRecord, sourceRecordTag } from '../model/source-record.ts';
import type { SourceRecord } from '../model/source-record.ts';
import type { Spec } from '../model/spec.ts';
import { floatingIpsOf } from '../resources/floating-ip/silence.ts';
import { network as networkKind } from '../resources/network/index.ts';
import { hasNovaNetwork } from '../resources/nova-network/neutron-shaped.ts';
import { server as serverKind } from '../resources/server/index.ts';
import type { ServerResource } from '../resources/server/schema.ts';
import { KINDS } from '../resources/registry.ts';
import { lockServer, unlockServer } from '../resources/server/lock.ts';
import {
  deleteServer,
  isShelved,
  shelveServer,
  stopServer,
  suspendServer,
  wakeServer,
} from '../resources/server/power.ts';
import type { StepOptions } from '../resources/server/power.ts';
import { fencePorts, silenceServer, unfencePorts } from '../resources/server/fence.ts';
import { restoreServer } from '../resources/server/restore.ts';
import { addTag, removeTag } from '../resources/server/tags.ts';
import type { Clouds } from '../resources/resource-kind.ts';
import type { CopyItem, NamedId } from './plan-workflow.ts';
import { matchResource } from './match.ts';
import type { Run } from './run.ts';

/** The source server before anything was changed, also where an earlier run that died has changed it. */
export type Original = SourceRecord;

export interface Inspection {
  readonly original: Original;
  readonly destination: {
    readonly state: 'none' | 'unfinished' | 'verified' | 'finished';
    readonly id: string | undefined;
  };
  /** What is copied inside its saga, in order: ports, floating IPs. */
  readonly levels: readonly (readonly CopyItem[])[];
  /** It has an address on a layer-2 segment that both clouds share: the source is silenced before the copy speaks. */
  readonly sharesSegment?: boolean;
}

/** @throws BlockedError where it is gone, or in a state that cannot be migrated */
export async function inspectServer(
  spec: Spec,
  clouds: Clouds,
  server: NamedId,
  ids: IdMap,
): Promise<Inspection> {
  const { source, destination } = clouds;
  const resource = await readServer(clouds, server);
  const { mappings } = spec;
  const match = await matchResource({ kind: serverKind, resource, destination, ids, mappings });
  const found = match.found === 'ours' ? (match.existing as ServerResource) : undefined;
  if (found === undefined) {
    const concerns =
      (await serverKind.concerns?.({ source, destination, ids, mappings }, resource)) ?? [];
    const [blocker] = blockers(concerns);
    if (blocker !== undefined) throw new BlockedError(`${blocker.message} ${blocker.remedy}`);
  }
  return {
    original: originalOf(resource),
    destination: { state: stateOf(found), id: found?.id },
    levels: await ownLevels(clouds, resource),
    sharesSegment: (await sharedNetworks(spec, clouds, resource)).size > 0,
  };
}

/** Ids of those of the server's networks, and of its floating IPs', whose segment both clouds share. */
async function sharedNetworks(
  { sharedSegments = [] }: Spec,
  { source }: Clouds,
  { ports }: ServerResource,
): Promise<Set<string>> {
  if (sharedSegments.length === 0) return new Set();
  const addresses = await Promise.all(ports.map(({ id }) => floatingIpsOf(source, id)));
  const ids = new Set([
    ...ports.map((each) => each.network_id),
    ...addresses.flat().map((each) => each.floating_network_id),
  ]);
  const networks = await Promise.all([...ids].map((id) => networkKind.get(source, id)));
  const shared = networks.flatMap((each) =>
    each !== undefined && isAnyMeant(sharedSegments, [each.id, each.name]) ? [each.id] : [],
  );
  return new Set(shared);
}

/**
 * Before the destination answers on a segment that both share: ports closed, floating IPs taken off. `restoreSource` undoes it. Also
 * of a server that is off: started again, it would answer beside its copy. Only nova-network has nothing to close; the plan warns.
 */
export async function silenceSource(
  spec: Spec,
  clouds: Clouds,
  server: NamedId,
  run: Run,
): Promise<void> {
  const { source } = clouds;
  const resource = await readServer(clouds, server);
  const networks = await sharedNetworks(spec, clouds, resource);
  const options = stepOptions(spec, run);
  const canStayOpen = resource.status === 'SHUTOFF' && (await hasNovaNetwork(source));
  if (!canStayOpen) await fencePorts(source, server.id, options);
  await silenceServer(source, server.id, networks, options);
}

async function readServer({ source }: Clouds, { id, name }: NamedId): Promise<ServerResource> {
  const resource = await serverKind.get(source, id);
  if (resource === undefined)
    throw new BlockedError(`${source.name}: server ${name} (${id}) is no longer there.`);
  return resource;
}

/** Our own record goes before what is to be seen. */
function originalOf(resource: ServerResource): Original {
  return readSourceRecord(resource.tags) ?? { status: resource.status, locked: resource.locked };
}

function stateOf(found: ServerResource | undefined): Inspection['destination']['state'] {
  if (found === undefined) return 'none';
  // Between the two calls that change the mark it has both.
  if (found.tags.includes(VERIFIED_TAG)) return 'verified';
  return found.tags.includes(UNFINISHED_TAG) ? 'unfinished' : 'finished';
}

async function ownLevels({ source }: Clouds, resource: ServerResource): Promise<CopyItem[][]> {
  const references = await serverKind.references(source, resource);
  const own = KINDS.filter(
    (kind) => kind.stage === 'server' && kind.kind !== 'server' && kind.afterServer !== true,
  );
  return own
    .map(({ kind }) =>
      references
        .filter((each) => each.kind === kind)
        .map((each) => ({
          key: referenceKey(each),
          name: `${kind} ${each.id.slice(0, 8)}`,
          bulk: false,
        })),
    )
    .filter((level) => level.length > 0);
}

/**
 * The first changes of the source: a tag that records what it was, and a lock, so that its owner cannot change it any more. What was locked
 * by somebody else stays as it is: an admin passes a lock.
 * @throws BlockedError where it has changed since it was looked at; then nothing of ours is left on it
 */
export async function lockSource(
  spec: Spec,
  clouds: Clouds,
  server: NamedId,
  seen: { readonly original: Original; readonly items: readonly CopyItem[] },
): Promise<void> {
  const { source } = clouds;
  const { original } = seen;
  const before = await readServer(clouds, server);
  const begun = readSourceRecord(before.tags) !== undefined;
  if (!begun && before.status !== original.status) {
    throw changed(clouds, server, `it was ${original.status} and is ${before.status}`);
  }
  await addTag(source, server.id, sourceRecordTag(original));
  if (!original.locked) await lockServer(source, server.id, `pumphouse: migration ${spec.name}`);
  const now = await readServer(clouds, server);
  const what = begun ? undefined : await difference(spec, clouds, seen, now);
  if (what === undefined) return;
  await unlockSource(clouds, server, original);
  throw changed(clouds, server, what);
}

/** What its owner did between our look and our lock, if anything. */
async function difference(
  spec: Spec,
  clouds: Clouds,
  { original, items }: { readonly original: Original; readonly items: readonly CopyItem[] },
  now: ServerResource,
): Promise<string | undefined> {
  if (now.status !== original.status) return `it was ${original.status} and is ${now.status}`;
  const keys = (await ownLevels(clouds, now)).flat().map((each) => each.key);
  const same = items.length === keys.length && items.every((each) => keys.includes(each.key));
  if (!same) return 'it has other ports or addresses';
  const concerns = await serverKind.concerns?.(
    { ...clouds, ids: {}, mappings: spec.mappings },
    now,
  );
  return blockers(concerns ?? [])[0]?.message;
}

function changed({ source }: Clouds, { name }: NamedId, what: string): BlockedError {
  return new BlockedError(
    `${source.name}: server ${name} has changed since it was looked at: ${what}. Retry it.`,
  );
}

export async function quiesceSource(
  spec: Spec,
  { source }: Clouds,
  { id }: NamedId,
  run: Run,
): Promise<void> {
  const options = stepOptions(spec, run);
  switch (spec.server.quiesce) {
    case 'suspend':
      return suspendServer(source, id, options);
    case 'stop':
      return stopServer(source, id, options);
    case 'none':
      return undefined;
  }
}

/** Brings power, ports and lock back to what they were; whatever state it is found in. */
export async function restoreSource(
  spec: Spec,
  { source }: Clouds,
  { id }: NamedId,
  original: Original,
  run: Run,
): Promise<void> {
  const { tags } = (await serverKind.get(source, id)) ?? { tags: [] };
  // Never begun with, or restored already: its state is its owner's.
  if (readSourceRecord(tags) === undefined) return;
  await restoreServer(source, id, original, stepOptions(spec, run));
  await removeTag(source, id, sourceRecordTag(original));
}

/** Nothing to fence where it does not run and will not be woken. */
export async function fenceSource(
  spec: Spec,
  clouds: Clouds,
  server: NamedId,
  run: Run,
): Promise<void> {
  const { status } = await readServer(clouds, server);
  if (status === 'SHUTOFF') return;
  await fencePorts(clouds.source, server.id, stepOptions(spec, run));
}

export async function wakeSource(
  spec: Spec,
  { source }: Clouds,
  { id }: NamedId,
  run: Run,
): Promise<void> {
  await wakeServer(source, id, stepOptions(spec, run));
}

export async function stopSource(
  spec: Spec,
  { source }: Clouds,
  { id }: NamedId,
  run: Run,
): Promise<void> {
  await stopServer(source, id, stepOptions(spec, run));
}

/** @throws BlockedError while it still runs: its address must not answer twice */
export async function unfenceSource(_spec: Spec, clouds: Clouds, server: NamedId): Promise<void> {
  const { status } = await readServer(clouds, server);
  if (status !== 'SHUTOFF') {
    throw new BlockedError(
      `${clouds.source.name}: server ${server.name} is ${status}, not stopped: its ports stay closed.`,
    );
  }
  await unfencePorts(clouds.source, server.id);
}

/** Its record goes before: Nova changes no tags of a shelved server (409). */
export async function shelveSource(
  spec: Spec,
  { source }: Clouds,
  { id }: NamedId,
  run: Run,
): Promise<void> {
  const { status, tags = [] } = (await serverKind.get(source, id)) ?? {};
  const record = readSourceRecord(tags);
  if (record !== undefined && !isShelved(status)) {
    await removeTag(source, id, sourceRecordTag(record));
  }
  await shelveServer(source, id, stepOptions(spec, run));
}

export async function deleteSource(
  spec: Spec,
  { source }: Clouds,
  { id }: NamedId,
  run: Run,
): Promise<void> {
  await deleteServer(source, id, { ...stepOptions(spec, run), keepRestorable: true });
}

/** The last changes of the source: the record goes last of all. */
export async function unlockSource(
  { source }: Clouds,
  { id }: NamedId,
  original: Original,
): Promise<void> {
  if (!original.locked) await unlockServer(source, id);
  const { status } = (await serverKind.get(source, id)) ?? {};
  if (!isShelved(status)) await removeTag(source, id, sourceRecordTag(original));
}

export function stepOptions({ server }: Spec, { signal, report }: Run): StepOptions {
  return { deadlineMs: server.deadlineSeconds * 1000, signal, onWait: report };
}
