import type { Client, WorkflowHandleWithStartDetails } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import {
  SEARCH_ATTRIBUTES,
  TASK_QUEUE,
  migrationWorkflowId,
  projectWorkflowId,
  serverWorkflowId,
} from '../../../src/model/names.ts';
import type { migration } from '../../../src/workflows/migration.ts';
import type { MigrationInput, ProjectInput, ServerInput } from '../../../src/workflows/messages.ts';
import type { project } from '../../../src/workflows/project.ts';
import type { server } from '../../../src/workflows/server.ts';
import type { World } from './world.ts';

const MIGRATION = defineSearchAttributeKey(SEARCH_ATTRIBUTES.migration, 'KEYWORD');

export async function startServer(
  client: Client,
  { spec }: World,
  id: string,
  change: Partial<ServerInput> = {},
): Promise<WorkflowHandleWithStartDetails<typeof server>> {
  return client.workflow.start<typeof server>('server', {
    taskQueue: TASK_QUEUE,
    workflowId: serverWorkflowId(spec.source, id),
    typedSearchAttributes: [{ key: MIGRATION, value: spec.name }],
    args: [
      { spec, project: { id: 'p1', name: 'p1' }, server: { id, name: id }, ids: {}, ...change },
    ],
  });
}

export async function startProject(
  client: Client,
  { spec }: World,
  change: Partial<ProjectInput> = {},
): Promise<WorkflowHandleWithStartDetails<typeof project>> {
  const input = { spec, project: { id: 'p1', name: 'p1' }, ids: {}, failed: [], ...change };
  return client.workflow.start<typeof project>('project', {
    taskQueue: TASK_QUEUE,
    workflowId: projectWorkflowId(spec.name, input.project.id),
    args: [input],
  });
}

export async function startMigration(
  client: Client,
  { spec }: World,
  change: Partial<MigrationInput> = {},
): Promise<WorkflowHandleWithStartDetails<typeof migration>> {
  return client.workflow.start<typeof migration>('migration', {
    taskQueue: TASK_QUEUE,
    workflowId: migrationWorkflowId(spec.name),
    args: [{ spec, ...change }],
  });
}
