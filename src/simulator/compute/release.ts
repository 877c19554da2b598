import { Refusal } from '../http/refusal.ts';
import type { Nic, Nova, Server } from './state.ts';

/** A port of Nova's is deleted, any other is free again. One that is gone already is fine. */
export function releaseNic({ cloud }: Nova, { portId, made }: Nic): void {
  unlessGone(() => {
    if (made) cloud.network.deletePort(portId);
    else cloud.network.unbindPort(portId);
  });
}

/** The server is gone, and with it what is its own. */
export function release(nova: Nova, server: Server): void {
  const { nics, disks } = server;
  server.nics = [];
  server.disks = [];
  for (const nic of nics) releaseNic(nova, nic);
  for (const { volumeId, deleteOnTermination } of disks) {
    unlessGone(() => nova.cloud.volume.detach(volumeId, server.id));
    if (deleteOnTermination) unlessGone(() => nova.cloud.volume.remove(volumeId));
  }
  server.host?.servers.delete(server.id);
  nova.servers.delete(server.id);
  nova.byProject.get(server.projectId)?.delete(server);
  nova.deleted.set(server.id, server);
  server.vmState = 'deleted';
  server.taskState = null;
  server.powerState = 0;
  server.deleted = nova.cloud.clock.now();
  server.updated = server.deleted;
}

function unlessGone(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
