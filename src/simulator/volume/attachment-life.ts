import { randomUUID } from 'node:crypto';
import { change } from './state.ts';
import type { Attachment, Store, Volume } from './state.ts';

/** A volume that something has, or is about to have. */
export function addAttachment(
  store: Store,
  volume: Volume,
  given: Pick<Attachment, 'status' | 'serverId'> & Partial<Attachment>,
): Attachment {
  const attachment: Attachment = {
    id: randomUUID(),
    volumeId: volume.id,
    projectId: volume.projectId,
    host: null,
    device: null,
    mode: 'null',
    attachedAt: null,
    connection: {},
    isNovas: false,
    ...given,
  };
  volume.attachments.set(attachment.id, attachment);
  store.attachments.add(attachment);
  return attachment;
}

/** It is in use from now on. */
export function attach(
  store: Store,
  volume: Volume,
  to: {
    readonly serverId: string | null;
    readonly host: string | null;
    readonly device: string;
    readonly mode?: string;
    readonly isNovas?: boolean;
  },
): void {
  const attachment = addAttachment(store, volume, {
    mode: 'rw',
    ...to,
    status: 'attached',
    attachedAt: store.cloud.clock.now(),
  });
  if (attachment.isNovas) attachment.connection = connectionInfo(store, volume, attachment);
  change(store, volume, { status: 'in-use', attachStatus: 'attached' });
}

/** What is left decides what state the volume is in. */
export function detach(store: Store, volume: Volume, attachment: Attachment | undefined): void {
  if (attachment !== undefined) {
    volume.attachments.delete(attachment.id);
    store.attachments.delete(attachment);
  }
  const left = [...volume.attachments.values()].map(({ status }) => status);
  const isAttached = left.includes('attached');
  if (!isAttached) delete volume.adminMetadata['attached_mode'];
  change(store, volume, {
    status: isAttached ? 'in-use' : (left[0] ?? 'available'),
    attachStatus: isAttached ? 'attached' : 'detached',
  });
}

export function detachAll(store: Store, volume: Volume): void {
  for (const attachment of volume.attachments.values()) store.attachments.delete(attachment);
  volume.attachments.clear();
  delete volume.adminMetadata['attached_mode'];
}

/** How a host reaches the volume: a file on an NFS share. */
export function connectionOf({ cloud }: Store, { id }: Volume): Record<string, unknown> {
  return {
    export: `127.0.0.1:/srv/${cloud.name}/volumes`,
    name: `volume-${id}`,
    options: null,
    format: 'raw',
    qos_specs: null,
    access_mode: 'rw',
    encrypted: false,
    cacheable: false,
  };
}

/** As an attachment tells of it. */
export function connectionInfo(
  store: Store,
  volume: Volume,
  { id }: Attachment,
): Record<string, unknown> {
  return { ...connectionOf(store, volume), ...NFS, attachment_id: id };
}

export const NFS = { driver_volume_type: 'nfs', mount_point_base: '/var/lib/cinder/mnt' } as const;
