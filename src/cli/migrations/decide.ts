import { ask } from './ask.ts';
import { chooseServers } from './choose-servers.ts';
import { findRunningMigration } from './migration.ts';
import { listServers } from './server-states.ts';
import { RefusedError } from '../../errors/command.ts';
import { approveUpdate, decideUpdate } from '../../workflows/messages.ts';
import type { Client } from '@temporalio/client';
import type { Decision } from '../../workflows/messages.ts';
import type { ServerState } from './server-states.ts';

export type Gate = 'cutover' | 'retire';

/** Opens a gate for the named servers, or for all that wait at it. Answers the servers' names. */
export async function approveServers(
  client: Client,
  wanted: { readonly name: string; readonly servers: readonly string[]; readonly gate: Gate },
): Promise<string[]> {
  const { name, servers, gate } = wanted;
  const states = await serversUnderWay(client, name, servers);
  const chosen =
    servers.length > 0 ? states : states.filter(({ phase }) => phase === `awaiting-${gate}`);
  return tell(client, chosen, (handle) => handle.executeUpdate(approveUpdate, { args: [gate] }));
}

/** Decides about held servers. Answers their names. */
export async function decideServers(
  client: Client,
  wanted: {
    readonly name: string;
    readonly servers: readonly string[];
    readonly action: Decision['action'];
  },
): Promise<string[]> {
  const { name, servers, action } = wanted;
  const states = await serversUnderWay(client, name, servers);
  return tell(client, states, (handle) =>
    handle.executeUpdate(decideUpdate, { args: [{ action }] }),
  );
}

async function serversUnderWay(
  client: Client,
  name: string,
  servers: readonly string[],
): Promise<ServerState[]> {
  await findRunningMigration(client, name);
  const states = await listServers(client, name);
  const chosen = servers.length === 0 ? states : chooseServers(states, servers, name);
  const ended =
    servers.length === 0 ? undefined : chosen.find(({ outcome }) => outcome !== undefined);
  if (ended !== undefined) {
    throw new RefusedError(
      `Server ${ended.name} has ended (${ended.outcome}): nothing waits for your word`,
    );
  }
  return chosen.filter(({ outcome }) => outcome === undefined);
}

async function tell(
  client: Client,
  servers: readonly ServerState[],
  send: Parameters<typeof ask<void>>[1],
): Promise<string[]> {
  for (const { name, workflowId } of servers) {
    await ask({ client, workflowId, what: `server ${name}` }, send);
  }
  return servers.map(({ name }) => name);
}
