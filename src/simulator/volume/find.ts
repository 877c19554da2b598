import type { Token } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Attachment, Snapshot, Store, Volume, VolumeType } from './state.ts';

/** @throws Refusal 404 where it is not there, or another project's */
export function volumeOf(store: Store, token: Token, id: string): Volume {
  const volume = store.volumes.get(id);
  if (volume === undefined || !isSeen(token, volume)) {
    throw new Refusal(404, `Volume ${id} could not be found.`);
  }
  return volume;
}

/** @throws Refusal 404 */
export function snapshotOf(store: Store, token: Token, id: string): Snapshot {
  const snapshot = store.snapshots.get(id);
  if (snapshot === undefined || !isSeen(token, snapshot)) {
    throw new Refusal(404, `Snapshot ${id} could not be found.`);
  }
  return snapshot;
}

/** Anybody's: Cinder does not ask whose it is. @throws Refusal 404 */
export function attachmentOf(store: Store, id: string): Attachment {
  const attachment = store.attachments.get(id);
  if (attachment !== undefined) return attachment;
  throw new Refusal(
    404,
    `Volume attachment could not be found with filter: attachment_id = ${id}.`,
  );
}

/** By its id. @throws Refusal 404 */
export function typeOf(store: Store, token: Token, id: string): VolumeType {
  const type = store.types.get(id);
  if (type === undefined || !isTypeSeen(token, type)) {
    throw new Refusal(404, `Volume type ${id} could not be found.`);
  }
  return type;
}

/** By its id or its name. @throws Refusal 404 */
export function typeNamed(store: Store, token: Token, idOrName: string): VolumeType {
  const type =
    store.types.get(idOrName) ?? [...store.types.values()].find(({ name }) => name === idOrName);
  if (type === undefined || !isTypeSeen(token, type)) {
    throw new Refusal(404, `Volume type with name ${idOrName} could not be found.`);
  }
  return type;
}

export function isTypeSeen({ isAdmin, projectId }: Token, type: VolumeType): boolean {
  return isAdmin || type.isPublic || type.projects.has(projectId ?? '');
}

function isSeen({ isAdmin, projectId }: Token, { projectId: owner }: { projectId: string }) {
  return isAdmin || projectId === owner;
}
