import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { DeadlineError, ResourceFailedError } from '../../errors/migration.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { getWireServer, serverPath } from './api.ts';
import type { WireServer } from './schema.ts';

export interface StepOptions {
  /** How long the whole step may take; default ten minutes. */
  readonly deadlineMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told at every look, in words a person understands: also the place to heartbeat. */
  readonly onWait?: ((text: string) => void) | undefined;
}

const DEFAULT_MS = 600_000;
const POLL_MS = 1_000;
/** Nova's own tables disagree for a moment while a server moves from its request to its cell. */
const MISSING_LOOKS = 3;

/**
 * Waits until a server has a status and no task under way.
 * @throws ResourceFailedError (ERROR, or gone), DeadlineError
 */
export async function waitForStatus(
  cloud: Cloud,
  id: string,
  wanted: readonly string[],
  options: StepOptions = {},
): Promise<WireServer> {
  const arrived = ({ status }: WireServer): boolean => wanted.includes(status);
  return waitUntil(cloud, id, { arrived, goal: wanted.join(' or ') }, options);
}

/** Waits until no task is under way, whatever the status. An ERROR is no failure here. */
export async function settledServer(
  cloud: Cloud,
  id: string,
  options: StepOptions = {},
): Promise<WireServer> {
  return waitUntil(
    cloud,
    id,
    { arrived: () => true, goal: 'the end of its task', errorIsFine: true },
    options,
  );
}

interface Goal {
  readonly arrived: (server: WireServer) => boolean;
  readonly goal: string;
  readonly errorIsFine?: boolean;
}

export async function waitUntil(
  cloud: Cloud,
  id: string,
  goal: Goal,
  { deadlineMs = DEFAULT_MS, signal, onWait }: StepOptions,
): Promise<WireServer> {
  const deadline = Date.now() + deadlineMs;
  let missing = 0;
  for (;;) {
    const server = await getWireServer(cloud, id, signal);
    if (server !== undefined && (await isThere(cloud, server, goal))) return server;
    missing = server === undefined ? missing + 1 : 0;
    if (missing >= MISSING_LOOKS) {
      throw new ResourceFailedError(
        `${cloud.name}: server ${id} is gone, while it was waited for ${goal.goal}.`,
      );
    }
    const stands = describe(cloud, id, server);
    if (Date.now() > deadline) {
      throw new DeadlineError(
        `${stands}, ${Math.round(deadlineMs / 1000)} s after it was asked for ${goal.goal}.`,
      );
    }
    onWait?.(`${stands}, waited for ${goal.goal}`);
    await sleep(POLL_MS, undefined, signal === undefined ? {} : { signal });
  }
}

async function isThere(cloud: Cloud, server: WireServer, goal: Goal): Promise<boolean> {
  if (server.status === 'ERROR' && goal.errorIsFine !== true) {
    throw await failureOf(cloud, server, goal.goal);
  }
  return server.taskState === null && goal.arrived(server);
}

function describe(cloud: Cloud, id: string, server: WireServer | undefined): string {
  if (server === undefined) return `${cloud.name}: server ${id} is not to be seen`;
  const task = server.taskState === null ? '' : ` (${server.taskState})`;
  return `${cloud.name}: server ${server.name} (${id}) is ${server.status}${task}`;
}

/** Carries Nova's own words: the fault's, and those of the last action that failed. */
export async function failureOf(
  cloud: Cloud,
  server: WireServer,
  goal: string,
): Promise<ResourceFailedError> {
  const words = [server.fault, await failedAction(cloud, server.id)].filter((each) => each);
  const why = words.length === 0 ? 'Nova does not say why' : words.join('; ');
  return new ResourceFailedError(
    `${cloud.name}: server ${server.name} (${server.id}) is ${server.status} instead of ${goal}: ${why}.`,
  );
}

const actionsAnswer = z.looseObject({
  instanceActions: z.array(
    z.looseObject({
      action: z.string(),
      message: z.string().nullish(),
      request_id: z.string().nullish(),
    }),
  ),
});

/** The latest action, where it failed. The newest comes first. */
async function failedAction(cloud: Cloud, id: string): Promise<string | undefined> {
  try {
    const { instanceActions } = await cloud.request('compute', {
      path: `${serverPath(id)}/os-instance-actions`,
      schema: actionsAnswer,
    });
    const [latest] = instanceActions;
    if (!latest?.message) return undefined;
    return `${latest.action}: ${latest.message} (request ${latest.request_id})`;
  } catch {
    // Only an addition to an error that is thrown anyway.
    return undefined;
  }
}
