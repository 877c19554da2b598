import type { SimulatedCloud, Volumes } from '../cloud.ts';
import { attach, detach } from './attachment-life.ts';
import { createVolume } from './create-volume.ts';
import { deleteVolume } from './delete-volume.ts';
import { change } from './state.ts';
import type { Store, Volume } from './state.ts';

/** What Nova asks of Cinder. */
export function forNova(store: Store, cloud: SimulatedCloud): Omit<Volumes, 'api'> {
  return {
    find({ isAdmin, projectId }, id) {
      const volume = store.volumes.get(id);
      if (volume === undefined || (!isAdmin && volume.projectId !== projectId)) return undefined;
      return {
        id,
        name: volume.name ?? '',
        status: volume.status,
        sizeGb: volume.size,
        bootable: volume.bootable,
        multiattach: volume.multiattach,
        imageMetadata: volume.imageMetadata ?? {},
      };
    },
    make(token, { name, sizeGb, imageId, snapshotId }) {
      const volume = createVolume(store, token, {
        name,
        description: '',
        size: sizeGb,
        image: imageId === undefined ? undefined : cloud.image.find(token, imageId),
        snapshot: snapshotId === undefined ? undefined : store.snapshots.get(snapshotId),
      });
      return volume.id;
    },
    attach(id, { serverId, device, host }) {
      const volume = store.volumes.get(id);
      if (volume === undefined || holds(volume, serverId)) return;
      attach(store, volume, { serverId, device, host, isNovas: true });
    },
    detach(id, serverId) {
      const volume = store.volumes.get(id);
      const attachment = volume === undefined ? undefined : holds(volume, serverId);
      if (volume !== undefined && attachment !== undefined) detach(store, volume, attachment);
    },
    remove(id) {
      const volume = store.volumes.get(id);
      if (volume === undefined) return;
      change(store, volume, { attachStatus: 'detached' });
      deleteVolume(store, volume, { cascade: true, force: true });
    },
  };
}

function holds({ attachments }: Volume, serverId: string) {
  return [...attachments.values()].find((each) => each.serverId === serverId);
}
