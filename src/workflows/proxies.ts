import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { ActivityOptions } from '@temporalio/workflow';
import type { Activities } from '../activities/create-activities.ts';
import { TRANSFER_QUEUE } from '../model/names.ts';
import type { Spec } from '../model/spec.ts';

/**
 * All timeouts and retries. Every activity heartbeats every few seconds by itself (activities/run.ts), so a killed
 * worker is noticed within HEARTBEAT; how long a step may take in all is each group's `scheduleToCloseTimeout`.
 */
const HEARTBEAT = '15 seconds';

const retry = { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '15 seconds' };

function proxies(summary: string, options: ActivityOptions): Activities {
  return proxyActivities<Activities>({
    heartbeatTimeout: HEARTBEAT,
    retry,
    summary,
    // Nothing is undone beside a step that is still under way.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    ...options,
  });
}

/** Reading both clouds: 10,000 servers take minutes. */
export function surveying(summary: string): Activities {
  return proxies(summary, { startToCloseTimeout: '1 hour', scheduleToCloseTimeout: '2 hours' });
}

/** Making small things, before any server is touched: patient with an API that is away. */
export function copying(summary: string): Activities {
  return proxies(summary, {
    startToCloseTimeout: '10 minutes',
    scheduleToCloseTimeout: '30 minutes',
  });
}

/** Moving data, on its own queue. */
export function transferring(summary: string): Activities {
  return proxies(summary, {
    taskQueue: TRANSFER_QUEUE,
    startToCloseTimeout: '1 day',
    scheduleToCloseTimeout: '3 days',
  });
}

/**
 * A step while the source is down. The activity holds the operator's deadline itself, so that its failure names the cause;
 * Temporal's lies behind it, for an API or a worker that is away.
 */
export function cuttingOver(summary: string, { server }: Spec): Activities {
  // Twice: a step may wait for two things, one after the other.
  const behind = `${2 * server.deadlineSeconds + 30} seconds` as const;
  return proxies(summary, { startToCloseTimeout: behind, scheduleToCloseTimeout: behind });
}

/** A first try to remove, before the source is brought back: with the destination away, its downtime must not wait for that. */
export function removing(summary: string): Activities {
  return proxies(summary, {
    startToCloseTimeout: '5 minutes',
    scheduleToCloseTimeout: '5 minutes',
  });
}

/** Bringing things back, and ending what is verified: patient, for it must not be given up lightly. */
export function restoring(summary: string): Activities {
  return proxies(summary, { startToCloseTimeout: '20 minutes', scheduleToCloseTimeout: '2 hours' });
}
