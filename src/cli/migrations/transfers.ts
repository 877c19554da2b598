import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { mapBounded } from '../../activities/bounded.ts';
import { SEARCH_ATTRIBUTES } from '../../model/names.ts';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';

const AT_ONCE = 4;
/** Of Temporal's protocol: temporal.api.enums.v1.PendingActivityState */
const STARTED = 2;

/** Bytes on their way, as an activity last said. */
export interface Transfer {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly bytes: number;
  readonly total?: number;
  /** When it said so, in milliseconds since 1970. */
  readonly at: number;
}

/** A step that failed and is tried again. */
export interface Retrying {
  readonly step: string;
  readonly attempt: number;
  readonly error: string;
}

export interface Pending {
  readonly transfers: readonly Transfer[];
  readonly retrying: readonly Retrying[];
}

/** What the activities of a migration and its projects are doing. */
export async function listPending(client: Client, migration: string): Promise<Pending> {
  const query =
    `WorkflowType IN ('migration', 'project') AND ExecutionStatus = 'Running'` +
    ` AND ${SEARCH_ATTRIBUTES.migration} = '${migration}'`;
  const ids: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query })) ids.push(workflowId);
  const parents = await mapBounded(ids, AT_ONCE, (id) => pendingOf(client, id));
  // What is copied in turn runs in a workflow of the destination's, which carries no migration's name.
  const copies = [...new Set(parents.flatMap(({ copies }) => copies))];
  const found = [...parents, ...(await mapBounded(copies, AT_ONCE, (id) => pendingOf(client, id)))];
  return {
    transfers: found.flatMap(({ transfers }) => transfers),
    retrying: found.flatMap(({ retrying }) => retrying),
  };
}

type PendingActivity = NonNullable<
  WorkflowExecutionDescription['raw']['pendingActivities']
>[number];

async function pendingOf(
  client: Client,
  workflowId: string,
): Promise<Pending & { readonly copies: readonly string[] }> {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  const activities = raw.pendingActivities ?? [];
  const transfers = await Promise.all(
    activities.map((activity) => transferOf(client, workflowId, activity)),
  );
  const children = raw.pendingChildren ?? [];
  return {
    copies: children.flatMap((child) =>
      child.workflowTypeName === 'copy' && child.workflowId ? [child.workflowId] : [],
    ),
    transfers: transfers.filter((transfer) => transfer !== undefined),
    retrying: activities.flatMap((activity) => {
      const { activityType, attempt, lastFailure } = activity;
      const error = lastFailure?.message ?? '';
      return error === '' ? [] : [{ step: activityType?.name ?? '', attempt: attempt ?? 0, error }];
    }),
  };
}

async function transferOf(
  client: Client,
  workflowId: string,
  { activityId, state, heartbeatDetails, lastHeartbeatTime }: PendingActivity,
): Promise<Transfer | undefined> {
  if (Number(state) !== STARTED || !heartbeatDetails?.payloads?.length) return undefined;
  const details: unknown = await decodeFromPayloadsAtIndex(
    client.options.loadedDataConverter,
    0,
    heartbeatDetails.payloads,
  );
  if (!isProgress(details)) return undefined;
  const { kind, name, bytes, total } = details;
  const seconds = Number(lastHeartbeatTime?.seconds ?? 0);
  const at = seconds * 1_000 + (lastHeartbeatTime?.nanos ?? 0) / 1_000_000;
  const id = `${workflowId} ${activityId}`;
  return { id, kind, name, bytes, at, ...(typeof total === 'number' ? { total } : {}) };
}

interface Progress {
  readonly kind: string;
  readonly name: string;
  readonly bytes: number;
  readonly total?: number | null;
}

/** Other activities heartbeat other things. */
function isProgress(details: unknown): details is Progress {
  return (
    typeof details === 'object' &&
    details !== null &&
    'kind' in details &&
    typeof details.kind === 'string' &&
    'name' in details &&
    typeof details.name === 'string' &&
    'bytes' in details &&
    typeof details.bytes === 'number'
  );
}
