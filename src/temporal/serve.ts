import type { Logger } from 'pino';
import { createActivities } from '../activities/create-activities.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { openCloud } from '../openstack/open-cloud.ts';
import { neutronShaped } from '../resources/nova-network/neutron-shaped.ts';
import { logRequests } from './log.ts';
import { lookUpServer } from './look-up.ts';
import { runWorker } from './run-worker.ts';
import type { Queues } from './run-worker.ts';

export interface ServeOptions {
  readonly queues: Queues;
  /** Aborted: the worker ends; what it had under way goes on with another. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** Pumphouse's worker with its real clouds. Once per process. @throws UnreachableError, UsageError */
export async function serve({ queues, signal, log }: ServeOptions): Promise<void> {
  const clouds = sharedClouds(log);
  try {
    await runWorker({
      queues,
      signal,
      log,
      activities: (client) =>
        createActivities({
          openCloud: clouds.open,
          lookUpServer: (workflowId) => lookUpServer(client, workflowId),
        }),
    });
  } finally {
    await clouds.close();
  }
}

/** One login for all activities of a process. */
function sharedClouds(log: Logger) {
  const opened = new Map<string, Promise<Cloud>>();
  const onRequest = logRequests(log);
  return {
    open(this: void, name: string): Promise<Cloud> {
      const known = opened.get(name);
      if (known !== undefined) return known;
      const opening = openCloud(name, { onRequest }).then(neutronShaped);
      opened.set(name, opening);
      // A mistake in clouds.yaml may be mended while the worker runs.
      opening.catch(() => opened.delete(name));
      return opening;
    },
    async close(): Promise<void> {
      for (const result of await Promise.allSettled(opened.values())) {
        if (result.status === 'fulfilled') result.value.close();
      }
    },
  };
}
