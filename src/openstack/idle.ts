import type { Socket } from 'node:net';

export interface IdleOptions {
  readonly limitMs: number;
  /** Asked when no byte has moved for that long: whether the other end is to blame. */
  readonly isStuck: () => boolean;
  readonly onIdle: (error: Error) => void;
}

const CHECKS = 4;

/** Watches the bytes of a connection, in and out, until stopped. */
export function watchIdle(
  socket: Socket,
  { limitMs, isStuck, onIdle }: IdleOptions,
): { stop(): void } {
  let moved = 0;
  let since = performance.now();
  const timer = setInterval(() => {
    const now = socket.bytesRead + socket.bytesWritten;
    if (now !== moved || !isStuck()) {
      moved = now;
      since = performance.now();
    } else if (performance.now() - since >= limitMs) {
      clearInterval(timer);
      onIdle(new DOMException(`no bytes for ${limitMs / 1000} s`, 'TimeoutError'));
    }
  }, limitMs / CHECKS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
