import { ResourceFailedError } from '../../errors/migration.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { waitUntil } from '../../openstack/wait.ts';
import { getOne } from '../neutron/collection.ts';
import { ports } from './schema.ts';
import type { Port } from './schema.ts';

export interface PortWaitOptions {
  /** Default ten minutes. */
  readonly deadlineMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told at every look, in words a person understands: also the place to heartbeat. */
  readonly onWait?: ((text: string) => void) | undefined;
}

/**
 * Waits until every port is wired to its host. One that is administratively down is not waited for: it never is.
 * @throws DeadlineError, ResourceFailedError (ERROR, or gone)
 */
export async function waitUntilActive(
  cloud: Cloud,
  portIds: readonly string[],
  { deadlineMs = 600_000, signal, onWait }: PortWaitOptions = {},
): Promise<void> {
  const what = `the ports in ${cloud.name} to be ACTIVE`;
  await waitUntil({
    what,
    read: () => Promise.all(portIds.map((id) => readPort(cloud, id, signal))),
    done(found) {
      const waiting = found.filter(isWaiting);
      if (waiting.length > 0) onWait?.(`waiting for ${what}: ${waiting.map(describe).join(', ')}`);
      return waiting.length === 0;
    },
    failed: (found) => found.filter(({ status }) => status === 'ERROR').map(describe)[0],
    describe: (found) => found.filter(isWaiting).map(describe).join(', '),
    deadlineMs,
    intervalMs: 1000,
    signal,
  });
}

function isWaiting(port: Port): boolean {
  return port.admin_state_up && port.status !== 'ACTIVE';
}

function describe({ id, name, fixed_ips, status }: Port): string {
  const addresses = fixed_ips.map((fixed) => fixed.ip_address).join(', ');
  return `${name || addresses || id} is ${status}`;
}

async function readPort(cloud: Cloud, id: string, signal: AbortSignal | undefined): Promise<Port> {
  const port = await getOne(cloud, ports, id, signal);
  if (port === undefined) throw new ResourceFailedError(`${cloud.name}: port ${id} is gone.`);
  return port;
}
