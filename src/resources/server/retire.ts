import { setTimeout as sleep } from 'node:timers/promises';
import { DeadlineError } from '../../errors/migration.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import { getWireServer, serverPath } from './api.ts';
import type { StepOptions } from './wait.ts';

const DEFAULT_MS = 300_000;
const POLL_MS = 1_000;

export interface DeleteOptions extends StepOptions {
  /** Where the cloud keeps deleted servers for a while (SOFT_DELETED), it stays restorable: a retired source. */
  readonly keepRestorable?: boolean;
}

/** Deletes a server and waits until it is gone; one that is gone already is fine. @throws DeadlineError */
export async function deleteServer(
  cloud: Cloud,
  id: string,
  { deadlineMs = DEFAULT_MS, signal, onWait, keepRestorable = false }: DeleteOptions = {},
): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  const path = serverPath(id);
  await unlessAbsent(cloud.call('compute', { method: 'DELETE', path, signal }));
  for (;;) {
    const server = await getWireServer(cloud, id, signal);
    if (server === undefined) return;
    if (server.status === 'SOFT_DELETED') {
      if (keepRestorable) return;
      const body = { forceDelete: null };
      await unlessAbsent(
        cloud.call('compute', { method: 'POST', path: `${path}/action`, body, signal }),
      );
    }
    if (Date.now() > deadline) {
      throw new DeadlineError(
        `${cloud.name}: server ${server.name} (${id}) is not gone ${Math.round(deadlineMs / 1000)} s after its delete: is its compute host up?`,
      );
    }
    onWait?.(`${cloud.name}: server ${server.name} is being deleted`);
    await sleep(POLL_MS, undefined, signal === undefined ? {} : { signal });
  }
}
