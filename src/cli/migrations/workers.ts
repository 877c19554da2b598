import { TASK_QUEUE, TRANSFER_QUEUE } from '../../model/names.ts';
import type { Client } from '@temporalio/client';

type TaskQueueType = NonNullable<
  Parameters<Client['workflowService']['describeTaskQueue']>[0]['taskQueueType']
>;

/** Of Temporal's protocol: temporal.api.enums.v1.TaskQueueType, which the client's package does not export. */
// oxlint-disable-next-line typescript/no-unsafe-enum-assignment
const WORKFLOW_TASKS = 1 as TaskQueueType;
// oxlint-disable-next-line typescript/no-unsafe-enum-assignment
const ACTIVITY_TASKS = 2 as TaskQueueType;

/** Why nothing is known of a migration that runs. */
export const NO_ANSWER = 'No worker answers: `pumphouse worker` starts one';

/** Why a migration would stand still: a warning for each task queue without a worker. */
export async function missingWorkers(client: Client): Promise<string[]> {
  const [api, transfer] = await Promise.all([
    hasPollers(client, TASK_QUEUE, WORKFLOW_TASKS),
    hasPollers(client, TRANSFER_QUEUE, ACTIVITY_TASKS),
  ]);
  if (!api && !transfer) {
    return ['No worker is running, so nothing happens yet: start one with `pumphouse worker`'];
  }
  return [
    ...(api ? [] : ['No worker takes API steps: start one with `pumphouse worker --queue api`']),
    ...(transfer
      ? []
      : ['No worker copies images: start one with `pumphouse worker --queue transfer`']),
  ];
}

/** Whether somebody asked for tasks lately (Temporal remembers for five minutes). */
async function hasPollers(
  client: Client,
  name: string,
  taskQueueType: TaskQueueType,
): Promise<boolean> {
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name },
    taskQueueType,
  });
  return (pollers ?? []).length > 0;
}
