import { Refusal } from '../http/refusal.ts';
import type { Attachment, Store, Volume } from './state.ts';

interface Detaching {
  /** Of the attachment; null for the only one. */
  readonly id: string | null;
  readonly volume: Volume;
}

/** What Nova has attached, it alone detaches. @throws Refusal 400 or 409 */
export function checkDetachable(store: Store, { id, volume }: Detaching): void {
  const all = [...volume.attachments.values()];
  if (id === null && all.length === 0) return;
  const only = all.length === 1 ? all[0] : undefined;
  const attachment = id === null ? only : store.attachments.get(id);
  if (attachment === undefined) throw novas('');
  if (attachment.volumeId !== volume.id) {
    throw new Refusal(400, 'Invalid input received: Mismatched volume and attachment');
  }
  checkNotNovas(attachment);
}

/** @throws Refusal 409 */
export function checkNotNovas({ isNovas, serverId }: Attachment): void {
  if (isNovas) throw novas(serverId ?? '');
}

function novas(server: string): Refusal {
  const words = `Detach volume from instance ${server} using the Compute API`;
  return new Refusal(409, `ConflictNovaUsingAttachment: ${words}`);
}
