import type { Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrationWorkflowId } from '../src/model/names.ts';
import { connectClient } from '../src/temporal/connection.ts';
import { pumphouse } from './lab.ts';

type Event = temporal.api.history.v1.IHistoryEvent;

const FIRST_SERVER_SECONDS = 240;

/** Seconds, by Temporal's clock. The parts follow each other; `between` is what lies between them. */
export interface MigrationTimes {
  /** The survey of both clouds: once for the migration, once for the project. */
  readonly plan: number;
  /** The small meta-resources. */
  readonly copy: number;
  readonly images: number;
  readonly between: number;
  /** From the start of the migration to that of the first server's workflow. */
  readonly all: number;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Starts the migration of a spec that stops at the gate `cutover`, looks at it once a server has begun, and cancels it. */
export async function upToFirstServer<T>(
  file: string,
  name: string,
  look: (client: Client) => Promise<T>,
): Promise<T> {
  await pumphouse('migrate', '-f', file);
  const { client, close } = await connectClient({ start: false });
  try {
    const begun = `PumphouseMigration = '${name}' AND WorkflowType = 'server'`;
    const until = Date.now() + FIRST_SERVER_SECONDS * 1000;
    while ((await client.workflow.count(begun)).count === 0) {
      if (Date.now() > until) throw new Error(`${name}: no server after ${FIRST_SERVER_SECONDS} s`);
      await sleep(1000);
    }
    const seen = await look(client);
    await pumphouse('cancel', name);
    // It ends as cancelled, which is an error to who waits.
    await Promise.allSettled([client.workflow.getHandle(migrationWorkflowId(name)).result()]);
    return seen;
  } finally {
    await close();
  }
}

/** Of a migration of one project whose first server has begun. */
export async function migrationTimes(client: Client, name: string): Promise<MigrationTimes> {
  const migration = await eventsOf(client, migrationWorkflowId(name));
  const projectId = childIds(migration, 'project')[0];
  if (projectId === undefined) throw new Error(`${name} has begun no project`);
  const project = await eventsOf(client, projectId);
  const firstServer = childStarts(project, 'server')[0];
  if (firstServer === undefined) throw new Error(`${projectId} has begun no server`);
  const all = firstServer - secondsOf(migration[0]);
  const plan =
    sum(activities(migration, 'planMigration')) + sum(activities(project, 'planProject'));
  const copy = sum(children(project, 'copy'));
  const images = spread(activities(project, 'copyItems'));
  return { plan, copy, images, between: all - plan - copy - images, all };
}

/** How long each bulk transfer of a migration's only project took, from its schedule to its end. */
export async function transferTimes(client: Client, name: string): Promise<number[]> {
  const projectId = childIds(await eventsOf(client, migrationWorkflowId(name)), 'project')[0] ?? '';
  const spans = activities(await eventsOf(client, projectId), 'copyItems');
  return spans.map(({ from, to }) => to - from);
}

async function eventsOf(client: Client, workflowId: string): Promise<Event[]> {
  return (await client.workflow.getHandle(workflowId).fetchHistory()).events ?? [];
}

function activities(events: readonly Event[], type: string): Span[] {
  return events.flatMap((event) => {
    if (event.activityTaskScheduledEventAttributes?.activityType?.name !== type) return [];
    const end = events.find(
      ({ activityTaskCompletedEventAttributes: completed }) =>
        completed !== null &&
        completed !== undefined &&
        Number(completed.scheduledEventId) === Number(event.eventId),
    );
    return end === undefined ? [] : [{ from: secondsOf(event), to: secondsOf(end) }];
  });
}

function children(events: readonly Event[], type: string): Span[] {
  return events.flatMap((event) => {
    const begun = event.startChildWorkflowExecutionInitiatedEventAttributes;
    if (begun?.workflowType?.name !== type) return [];
    const end = events.find(
      ({ childWorkflowExecutionCompletedEventAttributes: completed }) =>
        completed !== null &&
        completed !== undefined &&
        Number(completed.initiatedEventId) === Number(event.eventId),
    );
    return end === undefined ? [] : [{ from: secondsOf(event), to: secondsOf(end) }];
  });
}

function childStarts(events: readonly Event[], type: string): number[] {
  return events
    .filter(
      (event) => event.childWorkflowExecutionStartedEventAttributes?.workflowType?.name === type,
    )
    .map(secondsOf);
}

function childIds(events: readonly Event[], type: string): string[] {
  return events.flatMap(({ childWorkflowExecutionStartedEventAttributes: started }) =>
    started?.workflowType?.name === type ? [started.workflowExecution?.workflowId ?? ''] : [],
  );
}

function secondsOf(event: Event | undefined): number {
  const { seconds, nanos } = event?.eventTime ?? {};
  return Number(seconds) + (nanos ?? 0) / 1e9;
}

function sum(spans: readonly Span[]): number {
  return spans.reduce((total, { from, to }) => total + to - from, 0);
}

/** From the first's begin to the last's end: they run beside each other. */
function spread(spans: readonly Span[]): number {
  if (spans.length === 0) return 0;
  return Math.max(...spans.map(({ to }) => to)) - Math.min(...spans.map(({ from }) => from));
}
