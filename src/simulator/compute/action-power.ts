import type { Action, Asked } from './action-rules.ts';
import type { Schema } from './schema.ts';
import type { Server } from './state.ts';
import { startTask } from './tasks.ts';
import type { Task } from './tasks.ts';
import { exactly } from './types.ts';

/** As the hypervisor counts. */
export const RUNNING = 1;
const PAUSED = 3;
export const OFF = 4;

type Step = Omit<Task, 'end'>;

/** A task that leaves a server running, or not. */
function power(step: Step, vmState: string, powerState: number): Action['act'] {
  return ({ nova, call, server }) =>
    startTask(nova, call, server, {
      ...step,
      end() {
        server.vmState = vmState;
        server.powerState = powerState;
        nova.cloud.network.setRunning(server.id, powerState === RUNNING);
      },
    });
}

function step(action: string, state: string, seconds: number): Step {
  return { action, event: `compute_${action}_instance`, state, seconds };
}

/** Within this many real milliseconds, two suspends may both be taken: Nova looks first and writes later. */
const RACE_MS = 8;
const SUSPEND_S = 1;
const lastSuspend = new WeakMap<Server, number>();

/** The state it came from is kept, and a later suspend overwrites it: of two, the first resume comes back to SUSPENDED. */
function suspend(asked: Asked): void {
  const { nova, call, server } = asked;
  if (server.taskState === 'suspending') {
    nova.cloud.clock.later(SUSPEND_S, () => {
      if (server.vmState === 'suspended' && server.taskState === null) suspend(asked);
    });
    return;
  }
  lastSuspend.set(server, Date.now());
  startTask(nova, call, server, {
    ...step('suspend', 'suspending', SUSPEND_S),
    end() {
      server.stateBeforeSuspend = server.vmState;
      server.vmState = 'suspended';
      server.powerState = OFF;
      nova.cloud.network.setRunning(server.id, false);
    },
  });
}

/** Whether a suspend may be taken although one is under way. */
function isRaced(server: Server): boolean {
  const last = lastSuspend.get(server);
  return server.taskState === 'suspending' && last !== undefined && Date.now() - last <= RACE_MS;
}

function resume({ nova, call, server }: Asked): void {
  startTask(nova, call, server, {
    ...step('resume', 'resuming', 1),
    end() {
      server.vmState = server.stateBeforeSuspend ?? 'active';
      server.stateBeforeSuspend = null;
      server.powerState = RUNNING;
      nova.cloud.network.setRunning(server.id, true);
    },
  });
}

function reboot({ nova, call, server, given }: Asked): void {
  startTask(nova, call, server, {
    ...step('reboot', isHard(given) ? 'rebooting_hard' : 'rebooting', 2),
    end() {
      server.vmState = 'active';
      server.powerState = RUNNING;
      nova.cloud.network.setRunning(server.id, true);
    },
  });
}

function isHard({ type }: Asked['given']): boolean {
  return String(type).toUpperCase() === 'HARD';
}

const rebootSchema: Schema = exactly(
  { type: { type: 'string', enum: ['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft'] } },
  ['type'],
);
const HARD = {
  from: ['active', 'stopped', 'paused', 'suspended', 'error'],
  during: ['rebooting', 'rebooting_hard', 'resuming', 'unpausing', 'pausing', 'suspending'],
};

export const powerActions: Readonly<Record<string, Action>> = {
  reboot: {
    schema: rebootSchema,
    minds: 'lock',
    rules: (given) => (isHard(given) ? HARD : { from: ['active'] }),
    act: reboot,
  },
  suspend: { minds: 'lock', from: ['active'], passes: isRaced, act: suspend },
  resume: { minds: 'lock', from: ['suspended'], act: resume },
  pause: {
    minds: 'lock',
    from: ['active'],
    act: power(step('pause', 'pausing', 0.5), 'paused', PAUSED),
  },
  unpause: {
    minds: 'lock',
    from: ['paused'],
    act: power(step('unpause', 'unpausing', 0.5), 'active', RUNNING),
  },
  'os-stop': {
    minds: 'lock',
    needsHost: true,
    called: 'stop',
    from: ['active', 'error'],
    act: power(step('stop', 'powering-off', 3), 'stopped', OFF),
  },
  'os-start': {
    minds: 'lock',
    needsHost: true,
    called: 'start',
    from: ['stopped'],
    act: power(step('start', 'powering-on', 2), 'active', RUNNING),
  },
};
