import { runStatus } from './migration.ts';
import { SEARCH_ATTRIBUTES } from '../../model/names.ts';
import { OUTCOMES } from '../../model/phase.ts';
import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import type { Outcome, Phase } from '../../model/phase.ts';
import type { RunStatus } from './migration.ts';

/** A server of a migration as Temporal's index knows it: the newest run of its workflow. */
export interface ServerState {
  readonly id: string;
  readonly name: string;
  /** The source project's name. */
  readonly project: string;
  readonly migration: string;
  readonly workflowId: string;
  readonly runId: string;
  readonly status: RunStatus;
  /** The last one; where it stands while it runs. */
  readonly phase: Phase;
  /** Of an ended run. */
  readonly outcome?: Outcome;
  readonly startedAt: Date;
}

/** The servers of one migration, or of all, by name. */
export async function listServers(client: Client, migration?: string): Promise<ServerState[]> {
  const filter =
    migration === undefined ? '' : ` AND ${SEARCH_ATTRIBUTES.migration} = '${migration}'`;
  const newest = new Map<string, ServerState>();
  for await (const info of client.workflow.list({ query: `WorkflowType = 'server'${filter}` })) {
    const state = serverState(info);
    const key = `${state.migration} ${state.workflowId}`;
    const known = newest.get(key);
    if (known === undefined || known.startedAt <= state.startedAt) newest.set(key, state);
  }
  return [...newest.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}

function serverState(info: WorkflowExecutionInfo): ServerState {
  const attributes = keywordsOf(info);
  const status = runStatus(info.status.name);
  const outcome = status === 'running' ? undefined : outcomeOf(status, attributes.outcome);
  const id = info.workflowId.split('/').slice(2).join('/');
  return {
    id,
    name: attributes.server ?? id,
    project: attributes.project ?? '',
    migration: attributes.migration ?? '',
    workflowId: info.workflowId,
    runId: info.runId,
    status,
    phase: (attributes.phase ?? 'waiting') as Phase,
    ...(outcome === undefined ? {} : { outcome }),
    startedAt: info.startTime,
  };
}

/** A run that ended without a word (terminated, or cancelled before it began) has no outcome of its own. */
function outcomeOf(status: RunStatus, said: string | undefined): Outcome {
  const outcome = OUTCOMES.find((one) => one === said);
  return outcome ?? (status === 'cancelled' ? 'cancelled' : 'failed');
}

type Keywords = Partial<Record<keyof typeof SEARCH_ATTRIBUTES, string>>;

function keywordsOf({ typedSearchAttributes }: WorkflowExecutionInfo): Keywords {
  const byName = new Map(
    typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value] as const),
  );
  return Object.fromEntries(
    Object.entries(SEARCH_ATTRIBUTES).flatMap(([short, name]) => {
      const value = byName.get(name);
      return typeof value === 'string' ? [[short, value]] : [];
    }),
  );
}
