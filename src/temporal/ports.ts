import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOPBACK = '127.0.0.1';

/** Whether something accepts connections on a loopback port. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: LOOPBACK, port, timeout: 1_000 });
    const settle = (listening: boolean) => {
      socket.destroy();
      resolve(listening);
    };
    socket.once('connect', () => settle(true));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
  });
}

/** Whether a server could listen on a loopback port. */
export async function isFree(port: number): Promise<boolean> {
  // Binding alone is not enough: some systems let 127.0.0.1 be bound beside another's 0.0.0.0.
  return !(await isListening(port)) && (await tryListen(port)) !== undefined;
}

/** A loopback port that nobody uses now. */
export async function freePort(): Promise<number> {
  const port = await tryListen(0);
  if (port === undefined) throw new Error('no free port on 127.0.0.1');
  return port;
}

/** Polls until a port accepts connections: far quicker than a gRPC client, which backs off for a second. */
export async function waitForPort(port: number, signal: AbortSignal): Promise<void> {
  while (!(await isListening(port))) await sleep(25, undefined, { signal });
}

function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
