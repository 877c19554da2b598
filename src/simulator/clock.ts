/** A simulated cloud's time: what takes a second in a real one takes `pace` seconds here. */
export interface Clock {
  now(): Date;
  /** Calls `work` after so many seconds of the cloud's time, in the order in which it is due; never once the cloud has stopped. */
  later(seconds: number, work: () => void): void;
  stop(): void;
}

interface Due {
  readonly at: number;
  readonly work: () => void;
}

/** `ahead`: by how many milliseconds the cloud's clock is wrong. */
export function startClock({ pace, ahead = 0 }: { pace: number; ahead?: number }): Clock {
  const waiting: Due[] = [];
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const arm = (): void => {
    clearTimeout(timer);
    const [first] = waiting;
    if (first === undefined) return;
    // One timer for all: on a busy machine two of Node's may end in the wrong order.
    timer = setTimeout(run, Math.max(0, first.at - performance.now()));
  };
  const run = (): void => {
    const now = performance.now();
    while (waiting[0] !== undefined && waiting[0].at <= now) waiting.shift()?.work();
    arm();
  };
  return {
    now: () => new Date(Date.now() + ahead),
    later(seconds, work) {
      if (stopped) return;
      const at = performance.now() + seconds * pace * 1000;
      const after = waiting.findIndex((each) => each.at > at);
      waiting.splice(after === -1 ? waiting.length : after, 0, { at, work });
      if (after !== -1 || waiting.length === 1) arm();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      waiting.length = 0;
    },
  };
}
