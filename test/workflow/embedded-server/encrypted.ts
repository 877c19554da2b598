import { ApplicationFailure } from '@temporalio/common';
import { pino } from 'pino';
import { fileURLToPath } from 'node:url';
import { TASK_QUEUE } from '../../../src/model/names.ts';
import { connectClient } from '../../../src/temporal/connection.ts';
import { runWorker } from '../../../src/temporal/run-worker.ts';

// Prints, as JSON, what a client sees of a failed workflow, and all that the server keeps of it. A program of its own:
// the SDK loads a failure converter by its path, which a test runner's transforms do not reach.
const WORD = 'cucumber';
const stop = new AbortController();
const worker = runWorker({
  queues: 'all',
  activities: () => ({
    refuse: (word: string) =>
      Promise.reject(ApplicationFailure.nonRetryable(`no ${word}`, 'Refused', { word })),
  }),
  signal: stop.signal,
  log: pino({ level: 'silent' }),
  workflowsPath: fileURLToPath(new URL('.', import.meta.url)),
});
const { client, close } = await connectClient();
const handle = await client.workflow.start('refused', {
  workflowId: 'refused',
  taskQueue: TASK_QUEUE,
  args: [WORD],
  staticSummary: `about a ${WORD}`,
});
const failure: unknown = await handle.result().catch((error: unknown) => error);
const seen: string[] = [];
for (let one = failure; one instanceof Error; one = one.cause) seen.push(one.message);
const { history } = await client.workflowService.getWorkflowExecutionHistory({
  namespace: 'default',
  execution: { workflowId: 'refused' },
});
// Bytes are base64 here: beside each string what it would be, so that a word in a payload shows.
const kept = JSON.stringify(history, (_, value: unknown) =>
  typeof value === 'string' ? `${value} ${Buffer.from(value, 'base64').toString('latin1')}` : value,
);
console.log(JSON.stringify({ seen, kept }));
stop.abort();
await worker;
await close();
