import { ask } from './ask.ts';
import { chooseServers } from './choose-servers.ts';
import { findMigration } from './migration.ts';
import { lastInput } from './last-input.ts';
import { listServers } from './server-states.ts';
import { readAccount } from './summary.ts';
import { startMigration } from './start-migration.ts';
import { RefusedError } from '../../errors/command.ts';
import { decideUpdate, retryUpdate } from '../../workflows/messages.ts';
import type { Client } from '@temporalio/client';
import type { Outcome } from '../../model/phase.ts';
import type { Spec } from '../../model/spec.ts';
import type { Migration } from './migration.ts';
import type { ServerState } from './server-states.ts';

export interface RetryOptions {
  readonly name: string;
  /** Names or ids; empty means every one that failed. */
  readonly servers: readonly string[];
  readonly spec?: Spec;
}

/** How it was taken up: by the running migration, by a new run, or not at all because nothing had failed. */
export type Retried =
  | { readonly how: 'continued'; readonly servers: number }
  | { readonly how: 'restarted'; readonly servers: number | undefined }
  | { readonly how: 'nothing failed' };

/** What `retry` takes up unasked. A server whose source could not be retired goes on there: nothing else of it is done again. */
const FAILED: ReadonlySet<Outcome> = new Set([
  'compensated',
  'failed',
  'compensation-failed',
  'retire-failed',
  'refused',
  'cancelled',
]);

/** @throws RefusedError, UsageError, UnreachableError */
export async function retryMigration(client: Client, options: RetryOptions): Promise<Retried> {
  const migration = await findMigration(client, options.name);
  const { candidates, missesItems } = await retryable(client, migration);
  const chosen = chooseServers(candidates, options.servers, options.name);
  for (const { name, outcome } of chosen) {
    if (outcome === 'migrated' || outcome === 'reused') {
      throw new RefusedError(`Server ${name} is migrated already: there is nothing to try again`);
    }
  }
  return migration.status === 'running'
    ? retryRunning({ client, migration, candidates, missesItems, chosen, options })
    : restart({ client, migration, candidates, missesItems, chosen, options });
}

/** Of a server whose workflow is another migration's (refused), there is no state but its end. */
type Candidate = Pick<ServerState, 'id' | 'name' | 'phase'> &
  Partial<Pick<ServerState, 'workflowId' | 'outcome'>>;

/** What there is to be tried again. */
interface Retryable {
  readonly candidates: readonly Candidate[];
  /** There are resources that could not be copied. */
  readonly missesItems: boolean;
}

interface Retry extends Retryable {
  readonly client: Client;
  readonly migration: Migration;
  readonly chosen: readonly Candidate[];
  readonly options: RetryOptions;
}

async function retryable(client: Client, migration: Migration): Promise<Retryable> {
  const states = await listServers(client, migration.name);
  const known = new Set(states.map(({ id }) => id));
  const { summary } = await readAccount(client, migration);
  const others = (summary?.failedServers ?? []).filter(({ id }) => !known.has(id));
  return {
    candidates: [
      ...states,
      ...others.map(({ id, name, outcome }) => ({ id, name, outcome, phase: 'done' as const })),
    ],
    missesItems: (summary?.failedItems.length ?? 0) > 0,
  };
}

async function retryRunning(retry: Retry): Promise<Retried> {
  const { client, migration, candidates, missesItems, chosen, options } = retry;
  const busy = chosen.find((server) => server.outcome === undefined && !isHeld(server));
  if (busy !== undefined) {
    throw new RefusedError(`Server ${busy.name} is under way (${busy.phase}): it has not failed`);
  }
  const spec = options.spec === undefined ? {} : { spec: options.spec };
  const held = (chosen.length > 0 ? chosen : candidates).filter(isHeld);
  for (const { name, workflowId = '' } of held) {
    await ask({ client, workflowId, what: `server ${name}` }, (handle) =>
      handle.executeUpdate(decideUpdate, { args: [{ action: 'retry', ...spec }] }),
    );
  }
  const ended =
    chosen.length > 0 ? chosen.filter((server) => !isHeld(server)) : failedOf(candidates);
  if (ended.length > 0 || (chosen.length === 0 && missesItems)) {
    const { workflowId } = migration.handle;
    const servers = chosen.length > 0 ? ended.map(({ id }) => id) : [];
    await ask({ client, workflowId, what: `migration ${migration.name}` }, (handle) =>
      handle.executeUpdate(retryUpdate, { args: [{ servers, ...spec }] }),
    );
  } else if (held.length === 0) {
    return { how: 'nothing failed' };
  }
  return { how: 'continued', servers: held.length + ended.length };
}

/** A run that did not complete left servers unbegun, which nobody counted as failed: it is repeated whole. */
async function restart({
  client,
  migration,
  candidates,
  missesItems,
  chosen,
  options,
}: Retry): Promise<Retried> {
  const input = await lastInput(client, migration);
  const spec = options.spec ?? input.spec;
  const complete =
    migration.status === 'completed' && candidates.every(({ outcome }) => outcome !== 'cancelled');
  const servers = chosen.length === 0 && complete ? failedOf(candidates) : chosen;
  if (servers.length > 0) {
    const { seal } = input;
    // Of a saved plan nothing beyond its servers is planned anew.
    const others = seal === undefined && chosen.length === 0 && missesItems;
    const only = servers.map(({ id }) => id);
    await startMigration(client, { spec, only, ...(others ? { others } : {}) });
    return { how: 'restarted', servers: servers.length };
  }
  if (complete && !missesItems) return { how: 'nothing failed' };
  // With a saved plan's seal: exactly that, or it stops and says what has changed.
  const { seal: _seal, ...open } = input;
  await startMigration(client, options.spec === undefined ? input : { ...open, spec });
  return { how: 'restarted', servers: undefined };
}

function failedOf(candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter(({ outcome }) => outcome !== undefined && FAILED.has(outcome));
}

function isHeld({ phase, outcome }: Candidate): boolean {
  return phase === 'held' && outcome === undefined;
}
