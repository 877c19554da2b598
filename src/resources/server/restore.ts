import { ResourceFailedError } from '../../errors/migration.ts';
import type { SourceRecord } from '../../model/source-record.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { unfencePorts, unsilenceServer } from './fence.ts';
import { unlockServer } from './lock.ts';
import { changePower } from './power.ts';
import type { PowerAction } from './power.ts';
import { settledServer } from './wait.ts';
import type { StepOptions } from './wait.ts';

/** Every way leads over ACTIVE: at most there and away again. */
const TO_ACTIVE: Readonly<Record<string, PowerAction>> = {
  SUSPENDED: 'resume',
  PAUSED: 'unpause',
  SHUTOFF: 'start',
  SHELVED: 'unshelve',
  SHELVED_OFFLOADED: 'unshelve',
};
const FROM_ACTIVE: Readonly<Record<string, PowerAction>> = {
  SUSPENDED: 'suspend',
  PAUSED: 'pause',
  SHUTOFF: 'stop',
};
const MOST_ACTIONS = 4;

/**
 * Brings a server back to what it was: ports first, so that the guest wakes with its network; the lock last, since it shows that the
 * server is ours. Does all it can before it fails, and does nothing where nothing differs.
 * @throws AggregateError of all that failed
 */
export async function restoreServer(
  cloud: Cloud,
  id: string,
  original: SourceRecord,
  options: StepOptions = {},
): Promise<void> {
  const failures: unknown[] = [];
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      options.signal?.throwIfAborted();
      failures.push(error);
    }
  };
  await attempt(() => unfencePorts(cloud, id, options));
  await attempt(() => unsilenceServer(cloud, id, options));
  await attempt(() => restorePower(cloud, id, original.status, options));
  // While something is left to do the lock stays: it tells who has the server, and keeps its users off.
  if (failures.length === 0 && !original.locked) {
    await attempt(() => unlockServer(cloud, id, options));
  }
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) {
    throw new AggregateError(
      failures,
      `${cloud.name}: server ${id} could not be restored: ${failures.map(String).join('; ')}`,
    );
  }
}

/** Brings a server to a status by the actions that lead there. @throws ResourceFailedError, BlockedError, DeadlineError */
async function restorePower(
  cloud: Cloud,
  id: string,
  wanted: string,
  options: StepOptions = {},
): Promise<void> {
  for (let actions = 0; actions < MOST_ACTIONS; actions += 1) {
    const { status, name } = await settledServer(cloud, id, options);
    if (status === wanted) return;
    const action = status === 'ACTIVE' ? FROM_ACTIVE[wanted] : TO_ACTIVE[status];
    if (action === undefined) {
      throw new ResourceFailedError(
        `${cloud.name}: server ${name} (${id}) is ${status}, and no action leads from there to ${wanted}. Bring it back by hand.`,
      );
    }
    await changePower(cloud, id, action, options);
  }
  const { status } = await settledServer(cloud, id, options);
  if (status !== wanted) {
    throw new ResourceFailedError(
      `${cloud.name}: server ${id} does not stay ${wanted}: it is ${status}.`,
    );
  }
}
