import { BlockedError } from '../errors/migration.ts';
import { blockers } from '../model/concern.ts';
import type { NamedId } from '../model/reference.ts';
import { readSourceRecord, sourceRecordTag } from '../model/source-record.ts';
import type { SourceRecord } from '../model/source-record.ts';
import type { Spec } from '../model/spec.ts';
import type { Clouds } from '../resources/resource-kind.ts';
import { server as serverKind } from '../resources/server/index.ts';
import { lockServer, unlockServer } from '../resources/server/lock.ts';
import { isShelved } from '../resources/server/power.ts';
import { restoreServer } from '../resources/server/restore.ts';
import type { ServerResource } from '../resources/server/schema.ts';
import { addTag, removeTag } from '../resources/server/tags.ts';
import type { Run } from './run.ts';
import { ownLevels } from './server-inspection.ts';
import { readServer, stepOptions } from './server-step.ts';
import type { CopyItem } from './workflow-plan.ts';

/** What was seen of a source server when it was looked at. */
interface Seen {
  readonly original: SourceRecord;
  readonly items: readonly CopyItem[];
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
  seen: Seen,
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
  { original, items }: Seen,
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

/** Brings power, ports and lock back to what they were; whatever state it is found in. */
export async function restoreSource(
  spec: Spec,
  { source }: Clouds,
  { id }: NamedId,
  original: SourceRecord,
  run: Run,
): Promise<void> {
  const { tags } = (await serverKind.get(source, id)) ?? { tags: [] };
  // Never begun with, or restored already: its state is its owner's.
  if (readSourceRecord(tags) === undefined) return;
  await restoreServer(source, id, original, stepOptions(spec, run));
  await removeTag(source, id, sourceRecordTag(original));
}

/** The last changes of the source: the record goes last of all. */
export async function unlockSource(
  { source }: Clouds,
  { id }: NamedId,
  original: SourceRecord,
): Promise<void> {
  if (!original.locked) await unlockServer(source, id);
  const { status } = (await serverKind.get(source, id)) ?? {};
  if (!isShelved(status)) await removeTag(source, id, sourceRecordTag(original));
}
