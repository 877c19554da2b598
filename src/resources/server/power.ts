import { setTimeout as sleep } from 'node:timers/promises';
import { BlockedError, DeadlineError } from '../../errors/migration.ts';
import { hasStatus } from '../../errors/openstack.ts';
import type { OpenStackError } from '../../errors/openstack.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { serverPath } from './api.ts';
import type { WireServer } from './schema.ts';
import { failureOf, settledServer, waitUntil } from './wait.ts';
import type { StepOptions } from './wait.ts';

/** Compute API «Servers - run an action»: what each action is allowed from (tried on Zed), and where it leads. */
const ACTIONS = {
  suspend: { body: { suspend: null }, from: ['ACTIVE'], to: ['SUSPENDED'] },
  resume: { body: { resume: null }, from: ['SUSPENDED'], to: ['ACTIVE'] },
  stop: { body: { 'os-stop': null }, from: ['ACTIVE'], to: ['SHUTOFF'] },
  start: { body: { 'os-start': null }, from: ['SHUTOFF'], to: ['ACTIVE'] },
  pause: { body: { pause: null }, from: ['ACTIVE'], to: ['PAUSED'] },
  unpause: { body: { unpause: null }, from: ['PAUSED'], to: ['ACTIVE'] },
  shelve: {
    body: { shelve: null },
    from: ['ACTIVE', 'SHUTOFF', 'PAUSED', 'SUSPENDED'],
    to: ['SHELVED', 'SHELVED_OFFLOADED'],
  },
  unshelve: { body: { unshelve: null }, from: ['SHELVED', 'SHELVED_OFFLOADED'], to: ['ACTIVE'] },
} as const;

export { deleteServer } from './retire.ts';
export { waitForStatus } from './wait.ts';
export type { StepOptions } from './wait.ts';

export type PowerAction = keyof typeof ACTIONS;

const DEFAULT_MS = 600_000;
const BUSY_MS = 1_000;
/** Nova sets the task before it answers: no task and the old status, seen this often, is an action that failed. */
const UNCHANGED_LOOKS = 3;
/** Suspended by two requests in one moment, a server is resumed into SUSPENDED first, and then into ACTIVE (tried on Zed). */
const TRIES: Partial<Record<PowerAction, number>> = { resume: 2 };

type PowerStep = (cloud: Cloud, id: string, options?: StepOptions) => Promise<void>;

export const suspendServer = step('suspend');
export const stopServer = step('stop');
export const shelveServer = step('shelve');

/** A step waits until it is done, and does nothing where it has been. */
function step(action: PowerAction): PowerStep {
  return (cloud, id, options = {}) => changePower(cloud, id, action, options);
}

/** Lets a suspended or paused server run again; one that runs or is off stays so. */
export async function wakeServer(
  cloud: Cloud,
  id: string,
  options: StepOptions = {},
): Promise<void> {
  const { status } = await settledServer(cloud, id, options);
  if (status === 'SUSPENDED') await changePower(cloud, id, 'resume', options);
  if (status === 'PAUSED') await changePower(cloud, id, 'unpause', options);
}

/** @throws BlockedError where Nova does not allow it from the server's status; ResourceFailedError, DeadlineError */
export async function changePower(
  cloud: Cloud,
  id: string,
  action: PowerAction,
  options: StepOptions = {},
): Promise<void> {
  const deadline = Date.now() + (options.deadlineMs ?? DEFAULT_MS);
  const left = (): StepOptions => ({ ...options, deadlineMs: Math.max(1, deadline - Date.now()) });
  const { to } = ACTIONS[action];
  for (let tries = TRIES[action] ?? 1; ;) {
    const server = await settledServer(cloud, id, left());
    if (includes(to, server.status)) return;
    requireAllowed(cloud, server, action);
    const refused = await ask(cloud, server, action, options.signal);
    if (refused === undefined) {
      const after = await changed(cloud, server, action, left());
      if (includes(to, after.status)) return;
      tries -= 1;
      if (tries === 0) throw await failureOf(cloud, after, to.join(' or '));
      continue;
    }
    if (Date.now() > deadline) {
      throw new DeadlineError(
        `${cloud.name}: server ${server.name} (${id}) stays too busy to ${action}: ${refused.detail}`,
      );
    }
    options.onWait?.(`${cloud.name}: server ${server.name} is busy, before it can ${action}`);
    await sleep(BUSY_MS, undefined, options.signal === undefined ? {} : { signal: options.signal });
  }
}

function requireAllowed(cloud: Cloud, { id, name, status }: WireServer, action: PowerAction): void {
  const { from } = ACTIONS[action];
  if (includes(from, status)) return;
  throw new BlockedError(
    `${cloud.name}: server ${name} (${id}) is ${status}: Nova does not ${action} it from there. Bring it to ${from.join(' or ')}, then retry.`,
  );
}

/** The refusal where a task has come between: 409, or 500 where it came while Nova was looking (tried on Zed). */
async function ask(
  cloud: Cloud,
  { id }: WireServer,
  action: PowerAction,
  signal: AbortSignal | undefined,
): Promise<OpenStackError | undefined> {
  try {
    await cloud.call('compute', {
      method: 'POST',
      path: `${serverPath(id)}/action`,
      body: ACTIONS[action].body,
      signal,
    });
    return undefined;
  } catch (error) {
    if (hasStatus(error, 409)) return error;
    if (hasStatus(error, 500) && error.detail.includes('UnexpectedTaskStateError')) return error;
    throw error;
  }
}

/** The server once it has arrived, or has stayed as it was for long enough. */
async function changed(
  cloud: Cloud,
  before: WireServer,
  action: PowerAction,
  options: StepOptions,
): Promise<WireServer> {
  const { to } = ACTIONS[action];
  let unchanged = 0;
  const arrived = (server: WireServer): boolean => {
    unchanged = server.status === before.status ? unchanged + 1 : 0;
    return includes(to, server.status) || unchanged >= UNCHANGED_LOOKS;
  };
  return waitUntil(cloud, before.id, { arrived, goal: to.join(' or ') }, options);
}

export function isShelved(status: string | undefined): boolean {
  return status !== undefined && includes(ACTIONS.shelve.to, status);
}

function includes(statuses: readonly string[], status: string): boolean {
  return statuses.includes(status);
}
