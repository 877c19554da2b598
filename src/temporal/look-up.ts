import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client, WorkflowExecutionStatusName } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { LookUp } from '../activities/look-up.ts';
import { PARKED_PHASES } from '../model/phase.ts';
import { SEARCH_ATTRIBUTES } from '../model/names.ts';
import type { ServerResult } from '../model/report.ts';

const MIGRATION = defineSearchAttributeKey(SEARCH_ATTRIBUTES.migration, 'KEYWORD');

const PHASE = defineSearchAttributeKey(SEARCH_ATTRIBUTES.phase, 'KEYWORD');

/** All others are ways to fail. */
const STATES: Readonly<Partial<Record<WorkflowExecutionStatusName, LookUp['state']>>> = {
  RUNNING: 'running',
  CONTINUED_AS_NEW: 'running',
  PAUSED: 'running',
  COMPLETED: 'completed',
  TERMINATED: 'terminated',
};

/** What became of a server's newest workflow. */
export async function lookUpServer(client: Client, workflowId: string): Promise<LookUp> {
  const handle = client.workflow.getHandle(workflowId);
  try {
    const { status, typedSearchAttributes } = await handle.describe();
    const migration = typedSearchAttributes.get(MIGRATION);
    const parked = PARKED_PHASES.some((phase) => phase === typedSearchAttributes.get(PHASE));
    const of = { parked, ...(migration === undefined ? {} : { migration }) };
    const state = STATES[status.name] ?? 'failed';
    if (state !== 'completed') return { state, ...of };
    return { state, ...of, result: (await handle.result()) as ServerResult };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { state: 'gone' };
    throw error;
  }
}
