import type { Call } from '../http/call.ts';
import type { Nova, Server, ServerAction } from './state.ts';

export interface Task {
  /** As os-instance-actions names it. */
  readonly action: string;
  /** The event of the compute host: `compute_suspend_instance`. */
  readonly event: string;
  /** Undefined: no state shows it. */
  readonly state: string | undefined;
  /** Of the cloud's time. */
  readonly seconds: number;
  /** What it does when its time is over, and before it ends: bytes are sent. It does not fail. */
  readonly send?: () => Promise<void>;
  readonly end: () => void;
}

type Caller = Pick<Call, 'requestId' | 'token' | 'fate'>;

/** A task under way: its end comes in the cloud's time, unless another task or the server's end has come between. */
export function startTask(nova: Nova, call: Caller, server: Server, task: Task): void {
  const action = recordAction(nova, call, server, task);
  const { clock } = nova.cloud;
  if (task.state !== undefined) server.taskState = task.state;
  const number = (server.taskNumber += 1);
  touch(nova, server);
  if (call.fate === 'stuck') return;
  const isOver = (): boolean => server.deleted !== null || server.taskNumber !== number;
  const end = (): void => {
    if (isOver()) return;
    server.taskState = null;
    if (call.fate === 'error') action.message = 'Error';
    else task.end();
    touch(nova, server);
    endAction(nova, action);
  };
  clock.later(task.seconds, () => {
    if (isOver() || task.send === undefined || call.fate === 'error') end();
    else void task.send().then(end);
  });
}

export function recordAction(
  nova: Nova,
  { requestId, token }: Pick<Call, 'requestId' | 'token'>,
  server: Server,
  { action, event }: Pick<Task, 'action' | 'event'>,
): ServerAction {
  const start = nova.cloud.clock.now();
  const record: ServerAction = {
    requestId,
    action,
    event,
    userId: token.userId,
    projectId: token.projectId,
    host: server.host?.name ?? null,
    start,
    message: null,
    updated: start,
    finished: null,
  };
  server.actions.push(record);
  return record;
}

export function endAction({ cloud }: Nova, action: ServerAction): void {
  action.updated = cloud.clock.now();
  action.finished = action.updated;
}

export function touch({ cloud }: Nova, server: Server): void {
  server.updated = cloud.clock.now();
}
