/** A simulated cloud's time: what takes a second in a real one takes `pace` seconds here. */
export interface Clock {
  now(): Date;
  /** Calls `work` after so many seconds of the cloud's time; never once the cloud has stopped. */
  later(seconds: number, work: () => void): void;
  stop(): void;
}

/** `ahead`: by how many milliseconds the cloud's clock is wrong. */
export function startClock({ pace, ahead = 0 }: { pace: number; ahead?: number }): Clock {
  const timers = new Set<NodeJS.Timeout>();
  return {
    now: () => new Date(Date.now() + ahead),
    later(seconds, work) {
      const timer = setTimeout(
        () => {
          timers.delete(timer);
          work();
        },
        seconds * pace * 1000,
      );
      timers.add(timer);
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
