import type { Cloud } from '../../openstack/cloud.ts';
import { getWireServer, serverPath } from './api.ts';
import { offers } from '../microversion.ts';
import type { StepOptions } from './wait.ts';

/** The first compute microversion that keeps a reason with the lock. */
const REASON = 73;

/**
 * Locks a server against its users; an admin passes. The reason of an older lock is replaced, as Nova does for an admin of another
 * project. Compute before 2.73 keeps no reason.
 */
export async function lockServer(
  cloud: Cloud,
  id: string,
  reason: string | undefined,
  { signal }: StepOptions = {},
): Promise<void> {
  const server = await getWireServer(cloud, id, signal);
  if (server?.locked === true && (server.locked_reason ?? undefined) === reason) return;
  const withReason = reason !== undefined && (await offers(cloud, REASON));
  await cloud.call('compute', {
    method: 'POST',
    path: `${serverPath(id)}/action`,
    body: { lock: withReason ? { locked_reason: reason } : null },
    ...(withReason ? { microversion: `2.${REASON}` } : {}),
    repeatable: true,
    signal,
  });
}

/** Erases the reason with the lock. A server that is not locked is fine. */
export async function unlockServer(
  cloud: Cloud,
  id: string,
  { signal }: StepOptions = {},
): Promise<void> {
  await cloud.call('compute', {
    method: 'POST',
    path: `${serverPath(id)}/action`,
    body: { unlock: null },
    repeatable: true,
    signal,
  });
}
