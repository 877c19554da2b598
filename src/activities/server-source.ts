import { BlockedError } from '../errors/migration.ts';
import { blockers } from '../model/concern.ts';
import type { IdMap } from '../model/id-map.ts';
import { UNFINISHED_TAG, VERIFIED_TAG } from '../model/provenance.ts';
import { referenceKey } from '../model/reference.ts';
import { readSourceRecord, writeSourceRecord } from '../model/source-record.ts';
import type { Spec } from '../model/spec.ts';
import { server as serverKind } from '../resources/server/index.ts';
import type { ServerResource } from '../resources/server/schema.ts';
import { KINDS } from '../resources/registry.ts';
import { lockServer } from '../resources/server/lock.ts';
import {
  deleteServer,
  shelveServer,
  stopServer,
  suspendServer,
  wakeServer,
} from '../resources/server/power.ts';
import type { StepOptions } from '../resources/server/power.ts';
import { fencePorts, unfencePorts } from '../resources/server/fence.ts';
import { restoreServer } from '../resources/server/restore.ts';
import { unlockServer } from '../resources/server/lock.ts';
import type { Clouds } from './plan.ts';
import type { CopyItem, NamedId } from './plan-workflow.ts';
import { matchResource } from './match.ts';
import type { Run } from './run.ts';

/** The source server before anything was changed, also where an earlier run that died has changed it. */
export interface Original {
  /** Nova's status: ACTIVE, SHUTOFF, PAUSED, SUSPENDED. */
  readonly status: string;
  /** Locked by somebody else than us: it stays so. */
  readonly locked: boolean;
}

export interface Inspection {
  readonly original: Original;
  readonly destination: {
    readonly state: 'none' | 'unfinished' | 'verified' | 'finished';
    readonly id: string | undefined;
  };
  /** What is copied inside its saga, in order: ports, floating IPs. */
  readonly levels: readonly (readonly CopyItem[])[];
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
  };
}

async function readServer({ source }: Clouds, { id, name }: NamedId): Promise<ServerResource> {
  const resource = await serverKind.get(source, id);
  if (resource === undefined)
    throw new BlockedError(`${source.name}: server ${name} (${id}) is no longer there.`);
  return resource;
}

/** Our own record, in the reason of our lock, goes before what is to be seen. */
function originalOf(resource: ServerResource): Original {
  const record = readSourceRecord(resource.locked_reason);
  if (record !== undefined) return { status: record.status, locked: false };
  return { status: resource.status, locked: resource.locked };
}

function stateOf(found: ServerResource | undefined): Inspection['destination']['state'] {
  if (found === undefined) return 'none';
  // Between the two calls that change the mark it has both.
  if (found.tags.includes(VERIFIED_TAG)) return 'verified';
  return found.tags.includes(UNFINISHED_TAG) ? 'unfinished' : 'finished';
}

async function ownLevels({ source }: Clouds, resource: ServerResource): Promise<CopyItem[][]> {
  const references = await serverKind.references(source, resource);
  const own = KINDS.filter((kind) => kind.stage === 'server' && kind.kind !== 'server');
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
 * The first change of the source: its owner cannot change it any more, and the lock's reason records what it was. What was locked by
 * somebody else stays as it is: an admin passes a lock.
 * @throws BlockedError where it has changed since it was looked at
 */
export async function lockSource(
  spec: Spec,
  clouds: Clouds,
  server: NamedId,
  seen: { readonly original: Original; readonly items: readonly CopyItem[] },
): Promise<void> {
  const { source } = clouds;
  const { original, items } = seen;
  if (!original.locked) {
    await lockServer(
      source,
      server.id,
      writeSourceRecord({ migration: spec.name, status: original.status }),
    );
  }
  const now = await readServer(clouds, server);
  const keys = (await ownLevels(clouds, now)).flat().map((each) => each.key);
  const same = items.length === keys.length && items.every((each) => keys.includes(each.key));
  const status = now.status === original.status || isOurDoing(now.status);
  if (same && status) return;
  const what = same
    ? `it was ${original.status} and is ${now.status}`
    : 'it has other ports or addresses';
  throw new BlockedError(
    `${source.name}: server ${server.name} has changed since it was looked at: ${what}. Retry it.`,
  );
}

/** What an earlier attempt of ours can have made of it. */
function isOurDoing(status: string): boolean {
  return status === 'SUSPENDED' || status === 'SHUTOFF';
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
  await restoreServer(source, id, original, stepOptions(spec, run));
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

export async function shelveSource(
  spec: Spec,
  { source }: Clouds,
  { id }: NamedId,
  run: Run,
): Promise<void> {
  await shelveServer(source, id, stepOptions(spec, run));
}

export async function deleteSource(
  spec: Spec,
  { source }: Clouds,
  { id }: NamedId,
  run: Run,
): Promise<void> {
  await deleteServer(source, id, stepOptions(spec, run));
}

/** The last change of the source: the record goes with the lock. */
export async function unlockSource(
  { source }: Clouds,
  { id }: NamedId,
  original: Original,
): Promise<void> {
  if (!original.locked) await unlockServer(source, id);
}

export function stepOptions({ server }: Spec, { signal, report }: Run): StepOptions {
  return { deadlineMs: server.deadlineSeconds * 1000, signal, onWait: report };
}
