import { runStatus } from './migration.ts';
import { listServers } from './server-states.ts';
import type { Client } from '@temporalio/client';
import type { Outcome } from '../../model/phase.ts';
import type { RunStatus } from './migration.ts';

export interface ListedMigration {
  readonly name: string;
  readonly status: RunStatus;
  readonly startedAt: Date;
  readonly endedAt?: Date;
  /** How many servers ended how, or are `under way`. */
  readonly servers: Readonly<Partial<Record<Outcome | 'under way', number>>>;
}

/** Every migration Temporal remembers, by its last run; the newest first. */
export async function listMigrations(client: Client): Promise<ListedMigration[]> {
  const counts = new Map<string, Partial<Record<Outcome | 'under way', number>>>();
  for (const { migration, outcome = 'under way' } of await listServers(client)) {
    const servers = counts.get(migration) ?? {};
    servers[outcome] = (servers[outcome] ?? 0) + 1;
    counts.set(migration, servers);
  }
  const newest = new Map<string, ListedMigration>();
  for await (const info of client.workflow.list({ query: `WorkflowType = 'migration'` })) {
    const name = info.workflowId.slice('migration/'.length);
    const known = newest.get(name);
    if (known !== undefined && known.startedAt > info.startTime) continue;
    newest.set(name, {
      name,
      status: runStatus(info.status.name),
      startedAt: info.startTime,
      ...(info.closeTime === undefined ? {} : { endedAt: info.closeTime }),
      servers: counts.get(name) ?? {},
    });
  }
  return [...newest.values()].toSorted((a, b) => b.startedAt.getTime() - a.startedAt.getTime());
}
